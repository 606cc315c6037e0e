#include "conform.h"
static void at_exit(void) { say("program, at exit"); }
__attribute__((destructor)) static void end(void) { say("program ends"); }
int main(void) {
  atexit(at_exit);
  run(opened("liba.so", RTLD_NOW), "leave");
  say("not here");
}
