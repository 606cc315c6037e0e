#include "conform.h"
#include <functional>
int main() {
  using function = std::function<int(int)>;
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  function *f = ((function * (*)(int)) found(a, "make"))(3);
  function *g = ((function * (*)(function *)) found(b, "wrap"))(f);
  say("%d", ((int (*)(function, int))found(b, "apply"))(*f, 2));
  say("%d", ((int (*)(function, int))found(b, "apply"))(*g, 2));
  delete f;
  say("%d", (*g)(1));
  delete g;
}
