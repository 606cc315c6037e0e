#include "conform.h"
int get(void) { return 9; }
int number = 8;
int main(void) {
  void *top = opened("libtop.so", RTLD_NOW);
  say("%d", call(top, "walk_top"));
  void *bottom = opened("libbottom.so", RTLD_NOW);
  say("%d %d", value(top, "number"), value(bottom, "number"));
  *(int *)found(bottom, "number") = 4;
  say("%d", call(top, "walk_top"));
  say("%d %d", get(), number);
}
