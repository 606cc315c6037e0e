#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("%d %d %d", call(a, "one"), call(a, "two"), call(a, "three"));
  say("%s %s", yes(found(a, "one") == found(a, "two")),
      yes(found(a, "one") == found(a, "three")));
  say("%d %s", value(a, "other_number"),
      yes(found(a, "number") == found(a, "other_number")));
}
