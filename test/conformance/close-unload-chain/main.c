#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("closing a: %d", dlclose(a));
  say("b's who: %s", ((const char *(*)(void))found(b, "who"))());
  say("closing b: %d", dlclose(b));
  b = opened("libb.so", RTLD_NOW);
  a = opened("liba.so", RTLD_NOW);
  say("closing b: %d", dlclose(b));
  say("closing a: %d", dlclose(a));
}
