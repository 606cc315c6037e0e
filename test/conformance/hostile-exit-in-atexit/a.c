#define NAME a
#include "named.h"
static void leave(void) {
  say("a leaves");
  exit(7);
}
static void first(void) { say("a's first"); }
void set(void) {
  atexit(first);
  atexit(leave);
}
