#include <stdarg.h>

#define JOIN1(a, b) a##b
#define JOIN(a, b) JOIN1(a, b)
#define MY(name) JOIN(OWN, name)
#define NEXTS(name) JOIN(NEXT, name)

struct pair { int x; double y; };
struct big { int values[20]; };
struct one { float f; };

long long NEXTS(_wide)(long long, unsigned char);
float NEXTS(_real)(float, double);
struct pair NEXTS(_pair)(struct pair);
struct big NEXTS(_big)(struct big, int);
struct one NEXTS(_one)(struct one);
int NEXTS(_sum)(int, ...);
void NEXTS(_each)(void (*)(void *, int), void *);
signed char NEXTS(_small)(signed char, short);

/* With a depth the call goes on to the next library. */
static int depth;
void MY(_depth)(int n) { depth = n; }
static int on(void) { return depth > 0 && depth--; }

long long MY(_wide)(long long x, unsigned char y) {
  return on() ? NEXTS(_wide)(x * 3, y + 1) : x + y;
}
float MY(_real)(float x, double y) {
  return on() ? NEXTS(_real)((float)y, x * 2) : (float)(x - y);
}
struct pair MY(_pair)(struct pair p) {
  p.x++, p.y /= 2;
  return on() ? NEXTS(_pair)(p) : p;
}
struct big MY(_big)(struct big b, int i) {
  b.values[i] += 100;
  return on() ? NEXTS(_big)(b, i + 1) : b;
}
struct one MY(_one)(struct one x) {
  x.f += 0.25f;
  return on() ? NEXTS(_one)(x) : x;
}
int MY(_sum)(int n, ...) {
  va_list args;
  va_start(args, n);
  double sum = 0;
  for (int i = 0; i < n; i++)
    sum += i % 2 ? va_arg(args, double) : (double)va_arg(args, long long);
  va_end(args);
  return on() ? NEXTS(_sum)(3, (long long)sum, 0.5, -1LL) : (int)(sum * 10);
}
static void twice(void *into, int x) { *(int *)into += 2 * x; }
void MY(_each)(void (*f)(void *, int), void *into) {
  for (int i = 1; i <= 4; i++) f(into, i);
  if (on()) NEXTS(_each)(twice, into);
}
signed char MY(_small)(signed char x, short y) {
  return on() ? NEXTS(_small)((signed char)(x + 100), (short)(y - 30000))
              : (signed char)(x + y);
}
