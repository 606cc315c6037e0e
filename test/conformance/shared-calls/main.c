#include "conform.h"

struct pair { int x; double y; };
struct big { int values[20]; };
struct one { float f; };

static void *handle;
static char of;

static void *my(const char *name) {
  char text[32] = {of};
  size_t n = 1;
  for (; name[n - 1]; n++) text[n] = name[n - 1];
  return found(handle, text);
}

static void add(void *into, int x) { *(int *)into += x; }

int main(void) {
  for (int i = 0; i < 6; i++) {
    char file[] = "lib?.so";
    of = file[3] = "abd"[i % 3];
    handle = opened(file, RTLD_NOW);
#define NOW ((void (*)(int))my("_depth"))(i < 3 ? 0 : 1)
    NOW;
    long long wide = ((long long (*)(long long, unsigned char))my("_wide"))(
        1LL << 33, 255);
    say("%d %d", (int)(wide >> 32), (int)wide);
    NOW;
    float real = ((float (*)(float, double))my("_real"))(1.5f, 0.25);
    say("%d", (int)(real * 100));
    NOW;
    struct pair pair = {3, 10};
    pair = ((struct pair (*)(struct pair))my("_pair"))(pair);
    say("%d %d", pair.x, (int)(pair.y * 100));
    NOW;
    struct big big = {{1, 2, 3}};
    big = ((struct big (*)(struct big, int))my("_big"))(big, 1);
    say("%d %d %d %d", big.values[0], big.values[1], big.values[2],
        big.values[19]);
    NOW;
    struct one one = {1};
    one = ((struct one (*)(struct one))my("_one"))(one);
    say("%d", (int)(one.f * 100));
    NOW;
    say("%d", ((int (*)(int, ...))my("_sum"))(4, 5LL, 1.5, 1LL, 0.25));
    NOW;
    int sum = 0;
    ((void (*)(void (*)(void *, int), void *))my("_each"))(add, &sum);
    say("%d", sum);
    NOW;
    say("%d", ((signed char (*)(signed char, short))my("_small"))(100, 29900));
  }
  return 0;
}
