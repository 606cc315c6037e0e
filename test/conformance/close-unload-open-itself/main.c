#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("close: %d", dlclose(a));
  say("main is done");
  _Exit(0);
}
