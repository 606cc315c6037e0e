#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("%d", value(a, "state"));
  say("found: %s", yes(dlsym(a, "_init") != NULL));
}
