#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  run(a, "start");
  say("closing a: %d", dlclose(a));
  say("b: %s", yes(dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
  say("main is done");
}
