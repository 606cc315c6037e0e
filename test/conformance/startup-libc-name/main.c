#include "conform.h"
int sum(void);
int main(void) {
  say("%d", sum());
  void *h = opened("liba.so", RTLD_NOW);
  say("%d", value(h, "index"));
  say("%d", ((int (*)(int, int))found(h, "y1"))(5, 6));
}
