#include "conform.h"
static void look(const char *when) {
  say("%s: %s %s %s", when, yes(dlsym(RTLD_DEFAULT, "in_a") != NULL),
      yes(dlsym(RTLD_DEFAULT, "in_b") != NULL),
      yes(dlsym(RTLD_DEFAULT, "in_c") != NULL));
}
int main(void) {
  opened("libc2.so", RTLD_NOW);
  opened("liba.so", RTLD_NOW);
  look("all local");
  opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  look("b global");
}
