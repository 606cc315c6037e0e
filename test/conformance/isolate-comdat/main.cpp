#include "conform.h"
inline int pick(int i) { return i; }
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d %d %d", ((int (*)(int))found(a, "use"))(2),
      ((int (*)(int))found(b, "use"))(2), pick(2));
  using getter = int (*(*)())(int);
  auto of_a = ((getter)found(a, "address"))(),
       of_b = ((getter)found(b, "address"))();
  say("%s %d %d", yes(of_a != of_b && of_a != pick), of_a(3), of_b(3));
}
