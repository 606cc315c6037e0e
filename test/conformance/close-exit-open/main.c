#include "conform.h"
static void at_exit(void) {
  say("at exit");
  void *a = opened("liba.so", RTLD_NOW | RTLD_NOLOAD);
  say("a: %s", ((const char *(*)(void))found(a, "who"))());
  void *b = opened("libb.so", RTLD_NOW);
  say("b: %s", ((const char *(*)(void))found(b, "who"))());
  say("close: %d %d", dlclose(b), dlclose(a));
}
int main(void) {
  opened("liba.so", RTLD_NOW);
  atexit(at_exit);
  say("main is done");
}
