#include "conform.h"
int main(void) {
  opened("libb.so", RTLD_NOW);
  void *c = opened("libc2.so", RTLD_NOW);
  say("closing c: %d", dlclose(c));
  void *a = opened("liba.so", RTLD_NOW);
  c = opened("libc2.so", RTLD_NOW);
  say("closing a: %d", dlclose(a));
  say("closing c: %d", dlclose(c));
  say("main is done");
}
