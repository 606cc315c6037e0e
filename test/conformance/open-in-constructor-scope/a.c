#include "conform.h"
int in_a = 1;
__attribute__((constructor)) static void begin(void) {
  void *program = dlopen(NULL, RTLD_NOW);
  say("in_a: %s", yes(dlsym(program, "in_a") == &in_a));
  say("in_b: %s", yes(dlsym(program, "in_b") != NULL));
}
