#include "a.h"
static int calls;
int add(int x) { return x + ++calls; }
int twice(int x) { return 2 * x; }
function *const table_of_a[2] = {add, twice};
function *add_in_a(void) { return add; }
int is_add_in_a(function *f) { return f == add; }
