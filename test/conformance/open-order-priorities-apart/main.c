#include "conform.h"
__attribute__((constructor)) static void begin(void) { say("program"); }
int main(void) {
  say("main");
  opened("liba.so", RTLD_NOW);
}
