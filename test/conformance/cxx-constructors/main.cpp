#include "noisy.h"
static noisy own("program");
int main() {
  say("main");
  opened("liba.so", RTLD_NOW);
  opened("liba.so", RTLD_NOW);
  say("end");
}
