#include "conform.h"
#include <setjmp.h>
jmp_buf place;
int main(void) {
  int value = setjmp(place);
  if (value == 0) {
    dlopen("liba.so", RTLD_NOW);
    say("never");
  }
  say("left with %d", value);
  void *h = opened("liba.so", RTLD_NOW);
  say("%d", call(h, "get"));
  say("%d", dlclose(h));
}
