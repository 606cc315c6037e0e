#include "conform.h"
#include <setjmp.h>
extern jmp_buf place;
int state = 1;
__attribute__((constructor(101))) static void begin(void) {
  say("a begins");
  state = 2;
  longjmp(place, 4);
}
__attribute__((constructor(102))) static void more(void) { state = 3; }
int get(void) { return state; }
