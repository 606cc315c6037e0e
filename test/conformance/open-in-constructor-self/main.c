#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("the same: %s", yes(*(void **)found(a, "own") == a));
}
