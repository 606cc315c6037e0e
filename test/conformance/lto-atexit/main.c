#include "conform.h"
int main(void) {
  void *b = opened("libb.so", RTLD_NOW), *c = opened("libc2.so", RTLD_NOW);
  run(b, "start");
  run(c, "start");
  say("close c: %d", dlclose(c));
  say("close b: %d", dlclose(b));
  b = opened("libb.so", RTLD_NOW);
  run(b, "start");
  say("end of main");
  return 0;
}
