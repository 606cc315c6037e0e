#include "conform.h"
int main(void) {
  int closed;
  void *a = opened("liba.so", RTLD_NOW);
  opened("liba.so", RTLD_LAZY);
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  say("%d", call(a, "next"));
  closed = dlclose(a);
  say("close: %d, %s", closed, error());
  say("%d", call(a, "next"));
  closed = dlclose(a);
  say("close: %d, %s", closed, error());
  say("%d", call(a, "next"));
  closed = dlclose(a);
  say("close: %d, %s", closed, error());
}
