#include "conform.h"
#include <memory>
struct thing;
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  using maker = void (*)(std::shared_ptr<thing> *);
  using keeper = int (*)(const std::shared_ptr<thing> *);
  std::shared_ptr<thing> p;
  ((maker)found(a, "make"))(&p);
  say("%d", ((keeper)found(b, "keep"))(&p));
  p.reset();
  say("%d", call(b, "gone"));
  run(b, "release");
  say("%d", call(b, "gone"));
}
