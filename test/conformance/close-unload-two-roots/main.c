#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("closing a: %d", dlclose(a));
  a = opened("liba.so", RTLD_NOW);
  say("closing b: %d", dlclose(b));
  b = opened("libc2.so", RTLD_NOW);
  say("closing a: %d", dlclose(a));
  say("closing c: %d", dlclose(b));
  say("main is done");
}
