#include "conform.h"
static int count = 5;
static int step(void) { return ++count; }
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  for (int i = 0; i < 2; i++) {
    int a1 = call(a, "one"), a2 = call(a, "two");
    int b1 = call(b, "one"), b2 = call(b, "two");
    say("%d %d %d %d %d", a1, a2, b1, b2, step());
  }
}
