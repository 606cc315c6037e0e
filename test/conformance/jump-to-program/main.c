#include "conform.h"
#include <setjmp.h>
jmp_buf place;
int main(void) {
  void *h = opened("liba.so", RTLD_NOW);
  volatile int count = 0;
  int value = setjmp(place);
  say("%d %d", value, ++count);
  if (value == 0)
    ((void (*)(jmp_buf *, int))found(h, "jump_by_pointer"))(&place, 3);
  if (value == 3)
    ((void (*)(jmp_buf *, int))found(h, "jump_by_pointer"))(&place, 0);
  if (value == 1)
    run(h, "jump");
  say("end");
}
