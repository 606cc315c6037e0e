#include "a.h"
int add_by_name(int x) { return add(x) + twice(x); }
function *add_in_b(void) { return add; }
int is_add_in_b(function *f) { return f == add; }
int same_table(void) {
  return (table_of_a[0] == add) + 2 * (table_of_a[1] == twice) +
         4 * is_add_in_a(add) + 8 * (add_in_a() == add) +
         16 * (table_of_a[0] == twice);
}
