#include "conform.h"
__thread int first = 7;
static void show(void *h) {
  int *(*address)(int) = (int *(*)(int))found(h, "address");
  *(int *)found(h, "zero") += 5;
  say("%d %d %d", *address(0), *address(1), *address(2));
  say("%s %s %s", yes(address(0) == found(h, "first")),
      yes(address(1) == found(h, "second")),
      yes(address(2) == found(h, "zero")));
}
int main(void) {
  show(opened("liba.so", RTLD_NOW));
  show(opened("libb.so", RTLD_NOW));
  say("%d", first);
}
