#include "conform.h"
int main(void) {
  opened("libr.so", RTLD_NOW);
  say("main is done");
}
