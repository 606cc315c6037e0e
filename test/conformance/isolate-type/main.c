#include "conform.h"
struct wide {
  long long a, b, c;
};
struct wide work(struct wide w) {
  w.a += w.b + w.c;
  return w;
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  struct wide w = {1, 2, 3};
  say("%d %d %d", call(a, "use"), call(b, "use"), (int)work(w).a);
  say("%d", ((int (*)(int, int))found(a, "work"))(7, 2));
  say("%d", (int)((double (*)(double))found(b, "work"))(7));
}
