#include "conform.h"
static void look(const char *when) {
  say("%s: in_a %s, in_b %s", when, yes(dlsym(RTLD_DEFAULT, "in_a") != NULL),
      yes(dlsym(RTLD_DEFAULT, "in_b") != NULL));
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW | RTLD_LOCAL);
  look("local");
  say("same: %s",
      yes(dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL) == a));
  look("global");
}
