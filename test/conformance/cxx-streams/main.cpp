#include "conform.h"
#include "point.h"
#include <sstream>
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  printer *p = ((printer * (*)()) found(a, "make"))();
  std::ostringstream out;
  ((void (*)(std::ostringstream *, printer *))found(b, "write"))(&out, p);
  say("[%s]", out.str().c_str());
  std::istringstream in("(3, 4)(1; x");
  auto parse = (int (*)(std::istringstream *, point *))found(a, "parse");
  for (int i = 0; i < 2; i++) {
    point q{0, 0};
    int fine = parse(&in, &q);
    say("%d %d %d", fine, q.x, q.y);
  }
  delete p;
}
