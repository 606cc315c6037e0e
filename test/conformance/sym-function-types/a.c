#include <stdarg.h>
int count;
void nothing(void) { count++; }
int integers(int a, unsigned char b, short c, long long d) {
  return a + b * 10 + c * 100 + (int)(d >> 32) * 1000;
}
double reals(float a, double b, int c) { return a * b + c; }
long long large(long long a) { return a * a; }
struct three { int a, b, c; };
struct three by_value(struct three x) {
  struct three result = {x.c, x.b, x.a};
  return result;
}
int variable(int n, ...) {
  va_list args;
  int sum = 0;
  va_start(args, n);
  while (n--) sum += va_arg(args, int);
  va_end(args);
  return sum;
}
int call_back(int (*f)(int), int n) { return f(n) + f(n + 1); }
int (*give(void))(int, unsigned char, short, long long) { return integers; }
