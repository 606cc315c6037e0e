#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d", call(a, "user"));
  say("%d", call(a, "user"));
  say("%d", call(b, "user"));
  say("%d", call(opened("libx.so.1", RTLD_NOW), "count"));
  say("%d", call(b, "count"));
}
