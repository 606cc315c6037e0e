#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD);
  say("closing a: %d", dlclose(a));
  void *b = dlopen("libb.so", RTLD_LAZY | RTLD_NOLOAD);
  say("closing a: %d", dlclose(a));
  say("a %s, b %s", yes(dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD) != NULL),
      yes(b != NULL));
  say("closing b: %d", dlclose(b));
  say("b %s", yes(dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
}
