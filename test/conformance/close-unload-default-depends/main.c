#include "conform.h"
int main(void) {
  void *b = opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  void *a = opened("liba.so", RTLD_NOW);
  say("%d", call(a, "look"));
  say("closing b: %d", dlclose(b));
  say("closing a: %d", dlclose(a));
  say("main is done");
}
