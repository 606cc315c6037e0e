#include "conform.h"
int main(void) {
  say("main");
  void *a = opened("liba.so", RTLD_NOW);
  say("%d", call(a, "get"));
  say("end of main");
  return 0;
}
