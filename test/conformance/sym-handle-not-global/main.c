#include "conform.h"
int in_program = 3;
int main(void) {
  opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  void *a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  say("in_program: %s", yes(dlsym(a, "in_program") != NULL));
  say("in_b: %s", yes(dlsym(a, "in_b") != NULL));
  say("in_a: %s, uses %d", yes(dlsym(a, "in_a") != NULL), call(a, "use"));
}
