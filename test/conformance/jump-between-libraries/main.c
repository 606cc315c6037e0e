#include "conform.h"
static void *b;
static void between(void *place) {
  say("between");
  ((void (*)(void *))found(b, "throw"))(place);
  say("never");
}
int main(void) {
  b = opened("libb.so", RTLD_NOW);
  void *a = opened("liba.so", RTLD_NOW);
  say("%d", ((int (*)(void (*)(void *)))found(a, "catch"))(between));
}
