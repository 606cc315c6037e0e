#include "conform.h"
int in_b = 2;
__attribute__((constructor)) static void begin(void) {
  void *program = dlopen(NULL, RTLD_NOW);
  say("in_a, from b: %s", yes(dlsym(program, "in_a") != NULL));
  say("in_b, from b: %s", yes(dlsym(RTLD_DEFAULT, "in_b") == &in_b));
  say("a is loaded: %s", yes(dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
}
