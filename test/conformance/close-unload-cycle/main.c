#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *c = opened("libc2.so", RTLD_NOW);
  say("closing a: %d", dlclose(a));
  say("a: %s", yes(dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD) == a));
  say("closing a: %d", dlclose(a));
  say("closing c: %d", dlclose(c));
  say("a: %s", yes(dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
  opened("libb.so", RTLD_NOW);
  say("main is done");
}
