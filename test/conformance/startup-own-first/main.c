#include "conform.h"
const char *name(void) { return "program"; }
const char *name_a(void), *name_b(void);
const char *between(void), *between_a(void), *between_b(void);
int main(void) {
  say("%s, %s, %s", name(), name_a(), name_b());
  say("%s, %s, %s", between(), between_a(), between_b());
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%s, %s", ((const char *(*)(void))found(a, "name"))(),
      ((const char *(*)(void))found(b, "name"))());
}
