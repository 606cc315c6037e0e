#include "conform.h"
int in_all = 5, in_program = 5;
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  run(a, "look");
  opened("libg.so", RTLD_NOW | RTLD_GLOBAL);
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  run(a, "look");
}
