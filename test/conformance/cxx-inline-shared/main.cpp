#include "conform.h"
#include "shared.h"
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d", call(a, "use"));
  say("%d", step());
  say("%d", call(b, "use"));
  using address = int *(*)();
  int *of_a = ((address)found(a, "address"))(),
      *of_b = ((address)found(b, "address"))();
  say("%s %s", yes(of_a == &variable), yes(of_b == &variable));
}
