#include "conform.h"
static void show(void *h) {
  say("%d %d %d", call(h, "get"), value(h, "constant"), call(h, "size"));
  say("%s", yes(*(void **)found(h, "pointer") == found(h, "get")));
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  void *b = opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  *(int *)found(a, "number") = 7;
  show(a);
  show(b);
}
