#include "conform.h"
static void at_exit(void) { say("program, at exit"); }
int main(void) {
  atexit(at_exit);
  for (int i = 0; i < 2; i++) {
    void *a = opened("liba.so", RTLD_NOW);
    run(a, "more");
    if (i == 1) break;
    say("close: %d", dlclose(a));
  }
  say("main is done");
}
