#include "conform.h"
int registry_count = 5;
int registry_add(void) { return registry_count += 10; }
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d", call(a, "use"));
  say("%d", call(b, "use"));
  say("%d", registry_count);
}
