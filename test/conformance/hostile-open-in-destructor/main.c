#include "conform.h"
int main(void) {
  opened("libc2.so", RTLD_NOW);
  opened("liba.so", RTLD_NOW);
  opened("libd.so", RTLD_NOW);
  say("main is done");
}
