#include "conform.h"
static void inner(void) { say("program, inner"); }
static void outer(void) {
  say("program, outer");
  atexit(inner);
}
static void last(void) { say("program, last"); }
int main(void) {
  atexit(last);
  void *a = opened("liba.so", RTLD_NOW);
  atexit(outer);
  run(a, "begin");
  say("main is done");
}
