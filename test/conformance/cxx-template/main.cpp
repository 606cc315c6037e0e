#include "conform.h"
#include "stack.h"
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  using filler = void (*)(stack<int> *);
  using summer = int (*)(const stack<int> *);
  stack<int> s;
  ((filler)found(a, "fill"))(&s);
  ((filler)found(b, "fill"))(&s);
  say("%d %d %d", s.size(), ((summer)found(a, "sum"))(&s),
      ((summer)found(b, "sum"))(&s));
  int top = s.pop();
  say("%d %d", top, s.fold([](int a, int b) { return a * 10 + b; }));
}
