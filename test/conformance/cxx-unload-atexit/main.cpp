#include "conform.h"
static void at_exit() { say("program atexit"); }
static struct noisy {
  ~noisy() { say("program object"); }
} object;
int main() {
  void *h = opened("liba.so", RTLD_NOW);
  atexit(at_exit);
  run(h, "more");
  say("closing");
  dlclose(h);
  say("closed");
  h = opened("liba.so", RTLD_NOW);
  run(h, "more");
  say("end of main");
}
