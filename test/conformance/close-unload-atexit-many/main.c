#include "conform.h"
static int left = 100;
static void at_exit(void) {
  if (--left % 25 == 0) say("program, %d left", left);
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  for (int i = 0; i < 100; i++) {
    run(a, "more");
    atexit(at_exit);
    run(b, "more");
  }
  say("close: %d", dlclose(a));
  a = opened("liba.so", RTLD_NOW);
  for (int i = 0; i < 100; i++) run(a, "more");
  say("main is done");
}
