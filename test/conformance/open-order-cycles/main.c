#include "conform.h"
int main(void) {
  opened("libb.so", RTLD_NOW);
  say("b is open");
  opened("libe.so", RTLD_NOW);
  say("e is open");
}
