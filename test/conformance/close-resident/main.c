#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  int *state = (int *)found(a, "state");
  say("%d", call(a, "next"));
  say("close: %d", dlclose(a));
  say("state %d", *state);
  say("loaded: %s", yes(dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD) == a));
  say("the same: %s", yes(opened("liba.so", RTLD_NOW) == a));
  say("%d", call(a, "next"));
}
