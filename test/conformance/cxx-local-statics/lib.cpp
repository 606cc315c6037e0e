#include "conform.h"
struct counter {
  int n;
  explicit counter(int n) : n(n) { say("counter %d", n); }
};
static int next() {
  static counter c(N * 100);
  return ++c.n;
}
extern "C" int use() { return next(); }
extern "C" int nested() {
  static int of_first = next();
  return of_first;
}
