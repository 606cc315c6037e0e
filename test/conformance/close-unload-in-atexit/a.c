#define NAME a
#include "named.h"
static void *b;
static void at_exit(void) { say("closing b: %d", dlclose(b)); }
void start(void) {
  b = opened("libb.so", RTLD_NOW);
  atexit(at_exit);
}
