#include "conform.h"
static void *a;
static void at_exit(void) { say("close: %d", dlclose(a)); }
int main(void) {
  atexit(at_exit);
  a = opened("liba.so", RTLD_NOW);
  opened("libb.so", RTLD_NOW);
  say("main is done");
}
