#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  opened("liba.so", RTLD_NOW);
  say("%d", call(a, "next"));
  say("close: %d", dlclose(a));
  say("%d", call(a, "next"));
  say("closing");
  say("close: %d", dlclose(a));
  say("loaded: %s", yes(dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
  say("main is done");
}
