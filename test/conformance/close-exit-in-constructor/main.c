#include "conform.h"
int main(void) {
  opened("liba.so", RTLD_NOW);
  say("not here");
}
