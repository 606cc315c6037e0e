#define NAME a
#include "named.h"
static void at_exit(void) { say("a, at exit"); }
void leave(void) {
  atexit(at_exit);
  exit(7);
}
