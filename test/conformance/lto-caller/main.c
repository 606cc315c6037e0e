#include "conform.h"
int main(void) {
  void *b = opened("libb.so", RTLD_NOW);
  say("%d", call(b, "via_a"));
  say("%d", call(b, "alone"));
  say("%d", call(b, "open_via_a"));
  return 0;
}
