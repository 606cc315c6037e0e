#include "conform.h"
struct parent;
int main() {
  void *d = opened("libderived.so", RTLD_NOW),
       *b = opened("libbase.so", RTLD_NOW);
  parent *x = ((parent * (*)()) found(d, "make"))();
  parent *y = ((parent * (*)()) found(b, "make_base"))();
  int (*twice)(parent *) = (int (*)(parent *))found(b, "twice");
  int (*is)(parent *) = (int (*)(parent *))found(d, "is_derived");
  say("%d %d", twice(x), twice(y));
  say("%d %d %d", is(x), is(y), call(b, "live"));
  ((void (*)(parent *))found(d, "drop"))(x);
  ((void (*)(parent *))found(d, "drop"))(y);
  say("%d", call(b, "live"));
}
