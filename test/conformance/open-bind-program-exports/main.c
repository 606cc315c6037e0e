#include "conform.h"
int total = 100;
int add(int n) { return total += n; }
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("%d", ((int (*)(int))found(a, "twice"))(10));
  say("%d, %s", total, yes(((int *(*)(void))found(a, "where"))() == &total));
}
