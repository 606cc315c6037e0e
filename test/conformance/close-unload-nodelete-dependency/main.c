#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  void *b = dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
  say("closing b: %d", dlclose(b));
  say("closing a: %d", dlclose(a));
  say("main is done");
}
