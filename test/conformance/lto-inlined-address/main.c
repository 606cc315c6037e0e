#include "conform.h"
#include "a.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  function *f = (function *)found(a, "add");
  say("%d", add(10));
  say("%d", f(10));
  say("%d", ((function *)found(b, "add_by_name"))(10));
  say("%s %s", yes(f == add), yes(f == add_in_a()));
  say("%s", yes(f == ((function * (*)(void)) found(b, "add_in_b"))()));
  say("%s", yes((void *)table_of_a == found(a, "table_of_a")));
  say("%s %s", yes(table_of_a[0] == f), yes(table_of_a[1] == f));
  say("%d %d", is_add_in_a(add), is_add_in_a(twice));
  int (*is)(function *) = (int (*)(function *))found(b, "is_add_in_b");
  say("%d %d", is(add), is(twice));
  say("%d", call(b, "same_table"));
  return 0;
}
