#include "conform.h"
int in_program = 4;
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  opened("libc2.so", RTLD_NOW);
  run(a, "look");
  say("c global");
  opened("libc2.so", RTLD_NOW | RTLD_GLOBAL);
  run(a, "look");
  say("from the program: %s", yes(dlsym(RTLD_DEFAULT, "in_a") != NULL));
}
