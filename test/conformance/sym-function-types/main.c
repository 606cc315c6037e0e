#include "conform.h"
struct three { int a, b, c; };
static int square(int n) { return n * n; }
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  run(a, "nothing");
  run(a, "nothing");
  say("%d", value(a, "count"));
  int (*integers)(int, unsigned char, short, long long) =
      (int (*)(int, unsigned char, short, long long))found(a, "integers");
  say("%d", integers(1, 2, 3, 4LL << 32));
  double (*reals)(float, double, int) =
      (double (*)(float, double, int))found(a, "reals");
  say("%d", (int)reals(1.5f, 4.0, 3));
  long long (*large)(long long) = (long long (*)(long long))found(a, "large");
  say("%s", yes(large(3000000000LL) == 9000000000000000000LL));
  struct three (*by_value)(struct three) =
      (struct three (*)(struct three))found(a, "by_value");
  struct three x = {1, 2, 3}, y = by_value(x);
  say("%d %d %d", y.a, y.b, y.c);
  int (*variable)(int, ...) = (int (*)(int, ...))found(a, "variable");
  say("%d %d", variable(3, 10, 20, 30), variable(0));
  int (*call_back)(int (*)(int), int) =
      (int (*)(int (*)(int), int))found(a, "call_back");
  say("%d", call_back(square, 3));
  typedef int (*function)(int, unsigned char, short, long long);
  say("%s", yes(((function (*)(void))found(a, "give"))() == integers));
}
