#include <math.h>
int use_b(int (*use_a)(int), int x);
unsigned long long wide(unsigned long long a, unsigned long long b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  unsigned __int128 quotient = product / (b + 1);
  return (unsigned long long)(quotient >> 40) ^ (unsigned long long)product;
}
double rest(double a, double b) { return fmod(a, b); }
int use_c(int (*use_a)(int), int x) {
  return (int)(wide(0x123456789abcdefull * x, 0xfedcba987654321ull) & 0xfffff) +
         (int)(rest(x * 100.5, 7) * 16) + use_b(use_a, x);
}
