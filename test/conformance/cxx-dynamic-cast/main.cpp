#include "conform.h"
#include "types.h"
#include <initializer_list>
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  for (const char *maker : {"make_both", "make_hidden", "make_left"}) {
    left *p = ((left * (*)()) found(a, maker))();
    auto ask = [&](const char *name) {
      return ((int (*)(left *))found(b, name))(p);
    };
    say("%s: %d %d %d, %s", maker, ask("down"), ask("across"), ask("to_hidden"),
        yes(dynamic_cast<both *>(p) != nullptr));
    if (right *r = dynamic_cast<right *>(p))
      say("%d", ((int (*)(right *))found(b, "whole"))(r));
    delete p;
  }
  one *d = ((one * (*)()) found(a, "make_diamond"))();
  say("%d", ((int (*)(one *))found(b, "diamond_across"))(d));
  delete d;
}
