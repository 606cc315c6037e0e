#include "conform.h"
int main(void) {
  say("main");
  opened("libb.so", RTLD_NOW);
  say("b is open");
  opened("liba.so", RTLD_NOW);
  say("a is open");
  opened("libc2.so", RTLD_NOW);
  say("c is open");
}
