#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  void *c = opened("libc2.so", RTLD_NOW);
  say("%d", call(a, "next"));
  say("%d", call(a, "next"));
  say("%d", call(b, "twice"));
  say("%d", call(c, "three"));
  run(c, "reset");
  say("%d", call(a, "next"));
  say("%d", call(b, "twice"));
  return 0;
}
