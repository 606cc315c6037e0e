#include "conform.h"
__attribute__((constructor)) static void begin(void) {
  say("a begins");
  void *b = opened("libb.so", RTLD_NOW);
  say("b's who: %s", ((const char *(*)(void))found(b, "who"))());
  say("a has begun");
}
