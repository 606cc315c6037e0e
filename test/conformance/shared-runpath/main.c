#include "conform.h"

int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("%d", call(a, "a"));
  say("%d", call(a, "d"));
  void *b = dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD);
  say("its dependency is loaded: %s", yes(b != NULL));
  return 0;
}
