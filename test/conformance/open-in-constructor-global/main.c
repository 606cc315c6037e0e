#include "conform.h"
int main(void) {
  opened("liba.so", RTLD_NOW);
  void *program = opened(NULL, RTLD_NOW);
  say("in_a: %s", yes(dlsym(program, "in_a") != NULL));
}
