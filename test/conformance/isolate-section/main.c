#include "conform.h"
#include "entry.h"
ENTRY(own, 7);
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d %d %d %d", call(a, "total"), call(a, "total_again"), call(b, "total"),
      sum());
}
