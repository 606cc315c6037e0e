#include "conform.h"
#include <setjmp.h>
static jmp_buf place;
static void fall(int depth) {
  if (depth == 0)
    longjmp(place, 5);
  fall(depth - 1);
  say("never");
}
int work(void) {
  volatile int before = 1;
  int value = setjmp(place);
  if (value == 0) {
    before = 2;
    fall(10);
  }
  return value * 10 + before;
}
