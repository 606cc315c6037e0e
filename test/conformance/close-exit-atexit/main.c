#include "conform.h"
static void first(void) { say("program, first"); }
static void second(void) { say("program, second"); }
static void third(void) { say("program, third"); }
__attribute__((constructor)) static void begin(void) { atexit(first); }
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  atexit(second);
  void *b = opened("libb.so", RTLD_NOW);
  run(b, "more");
  atexit(third);
  run(a, "more");
  say("main is done");
}
