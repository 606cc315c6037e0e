#include "conform.h"
static int begun;
void *own;
__attribute__((constructor)) static void begin(void) {
  say("begins, %d before", begun++);
  own = dlopen("liba.so", RTLD_NOW);
  say("own handle: %s", yes(own != NULL));
  void *there = dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD);
  say("loaded: %s", yes(there == own));
  say("own symbol: %s", yes(dlsym(own, "own") == &own));
  say("begun");
}
