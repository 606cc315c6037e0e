#include "conform.h"
int main(void) {
  opened("liba.so", RTLD_NOW);
  say("a is open");
  opened("libb.so", RTLD_NOW);
  say("b is open");
}
