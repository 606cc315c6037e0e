#include "conform.h"
static void *a;
__attribute__((constructor)) static void begin(void) {
  say("program begins");
  a = opened("liba.so", RTLD_NOW);
  say("%s", ((const char *(*)(void))found(a, "who"))());
}
int main(void) {
  say("main: %s", yes(opened("liba.so", RTLD_NOW) == a));
}
