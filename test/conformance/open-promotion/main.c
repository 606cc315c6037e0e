#include "conform.h"
static void look(const char *when) {
  void *program = dlopen(NULL, RTLD_NOW);
  say("%s: in_a %s %s, in_b %s %s", when,
      yes(dlsym(RTLD_DEFAULT, "in_a") != NULL),
      yes(dlsym(program, "in_a") != NULL),
      yes(dlsym(RTLD_DEFAULT, "in_b") != NULL),
      yes(dlsym(program, "in_b") != NULL));
}
int main(void) {
  opened("libb.so", RTLD_NOW);
  look("b");
  opened("liba.so", RTLD_LAZY | RTLD_LOCAL);
  look("a");
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  look("a, global");
  opened("liba.so", RTLD_NOW | RTLD_LOCAL);
  look("a, local again");
}
