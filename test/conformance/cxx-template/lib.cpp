#include "stack.h"
static int weight = N;
extern "C" void fill(stack<int> *s) {
  for (int i = 1; i <= 3; i++)
    s->push(i * weight);
}
extern "C" int sum(const stack<int> *s) {
  return s->fold([](int a, int b) { return a + b * weight; });
}
