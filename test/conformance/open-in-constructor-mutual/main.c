#include "conform.h"
int main(void) {
  opened("libb.so", RTLD_NOW);
  opened("liba.so", RTLD_NOW);
  say("main is done");
}
