#include "conform.h"
#include <setjmp.h>
int main(void) {
  for (volatile int i = 0; i < 2; i++) {
    void *h = opened("liba.so", RTLD_NOW);
    for (volatile int k = 0; k < 2; k++) {
      jmp_buf place;
      int value = setjmp(place);
      if (value == 0)
        ((void (*)(jmp_buf *))found(h, "leave"))(&place);
      say("%d", value);
    }
    dlclose(opened("liba.so", RTLD_NOW | RTLD_NOLOAD));
    dlclose(h);
  }
  say("end of main");
}
