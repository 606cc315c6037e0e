#include "conform.h"
const char *name(void) { return "program"; }
int level = 2;
const char *name_a(void), *other(void), *other_a(void);
int level_a(void);
int main(void) {
  say("%s, %s", name(), name_a());
  say("%s, %s", other(), other_a());
  say("%d, %d", level, level_a());
  void *h = opened("liba.so", RTLD_NOW);
  say("by its handle: %s", ((const char *(*)(void))found(h, "name"))());
}
