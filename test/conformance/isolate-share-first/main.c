#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  void *b = opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  say("%d", call(a, "add"));
  say("%d", call(b, "add"));
  say("%d", call(a, "add"));
}
