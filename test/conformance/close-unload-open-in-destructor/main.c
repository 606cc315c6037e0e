#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("close: %d", dlclose(a));
  void *b = dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD);
  say("b: %s", yes(b != NULL));
  say("close: %d", dlclose(b));
  say("close: %d", dlclose(b));
  say("main is done");
}
