#include "conform.h"
#include <setjmp.h>
int guard(void (*f)(jmp_buf *)) {
  jmp_buf place;
  volatile int steps = 10;
  int value = setjmp(place);
  if (value == 0) {
    steps++;
    f(&place);
    say("returned");
  }
  return value + steps;
}
