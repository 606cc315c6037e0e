#include "conform.h"
static void before(void) { say("program's first"); }
static void after(void) { say("program's last"); }
__attribute__((destructor)) static void end(void) { say("program ends"); }
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  atexit(before);
  run(a, "set");
  atexit(after);
  exit(3);
}
