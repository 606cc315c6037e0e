#include "conform.h"
int main() {
  void *h = opened("liba.so", RTLD_NOW);
  say("%d", call(h, "is_complete"));
}
