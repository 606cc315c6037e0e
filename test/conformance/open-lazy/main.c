#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_LAZY);
  say("%d %d", call(a, "use"), call(a, "has_data"));
  a = opened("liba.so", RTLD_NOW);
  say("%d %d", call(a, "use"), call(a, "has_data"));
}
