#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("a's who: %s", ((const char *(*)(void))found(a, "who"))());
  say("close: %d", dlclose(a));
  say("main is done");
}
