#include "conform.h"
#include <iostream>
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  using shower = void (*)(int);
  shower show_a = (shower)found(a, "show"), show_b = (shower)found(b, "show");
  show_a(42);
  run(a, "set");
  show_b(42);
  run(b, "set");
  std::cout << 42 << std::endl;
  printf("by printf\n");
  std::cout << std::dec << "and " << 42 << std::endl;
  using getter = std::ostream *(*)();
  say("%s", yes(((getter)found(a, "out"))() == &std::cout &&
                ((getter)found(b, "out"))() == &std::cout));
}
