#include "conform.h"
int in_a = 1;
__attribute__((constructor)) static void begin(void) {
  void *program = opened(NULL, RTLD_NOW);
  say("in_a: %s", yes(dlsym(program, "in_a") != NULL));
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  say("in_a: %s", yes(dlsym(program, "in_a") != NULL));
  opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  say("in_b: %s", yes(dlsym(program, "in_b") != NULL));
}
