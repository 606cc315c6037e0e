#include "conform.h"
int main(void) {
  void *h = opened("liba.so", RTLD_NOW);
  say("%d", call(h, "work"));
  say("%d", call(h, "work"));
}
