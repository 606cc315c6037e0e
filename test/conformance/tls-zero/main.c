#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d", call(a, "touched"));
  say("%d", call(b, "touched"));
  say("%d", call(a, "touched"));
  say("%d %d", value(a, "number"), value(b, "number"));
  say("%d", call(b, "touched"));
}
