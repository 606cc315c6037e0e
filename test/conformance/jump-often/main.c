#include "conform.h"
#include <setjmp.h>
int main(void) {
  int (*depth)(jmp_buf *, int) =
      (int (*)(jmp_buf *, int))found(opened("liba.so", RTLD_NOW), "depth");
  volatile int sum = 0;
  for (volatile int i = 0; i < 10000; i++) {
    jmp_buf place;
    int value = setjmp(place);
    if (value == 0)
      depth(&place, i % 20);
    sum += value;
  }
  say("%d", sum);
}
