#include "conform.h"
typedef int function(int);
static int handle(int n) { return -n; }
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  int (*apply_a)(function *, int) = (int (*)(function *, int))found(a, "apply");
  int (*apply_b)(function *, int) = (int (*)(function *, int))found(b, "apply");
  function *handle_a = (function *)found(a, "handle");
  function *inner_b = ((function * (*)(void)) found(b, "inner"))();
  say("%d %d", apply_b(handle_a, 7), apply_a(inner_b, 7));
  say("%d %d", apply_a(handle, 7), apply_b(handle, 7));
}
