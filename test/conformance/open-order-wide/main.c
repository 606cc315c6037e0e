#include "conform.h"
int main(void) {
  opened("lib0.so", RTLD_NOW);
  say("main is done");
}
