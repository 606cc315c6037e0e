#include "conform.h"
int get(void) { return 5; }
int get_weakly(void) { return 6; }
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d %d %d", call(a, "sum"), call(b, "sum"), get() + get_weakly());
  *(int *)found(a, "other_number") = 4;
  say("%d %d", call(a, "get_weakly"), call(b, "get_weakly"));
  say("%s", yes(found(b, "number") == found(b, "other_number")));
}
