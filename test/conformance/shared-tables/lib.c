#include "conform.h"

typedef int compare(const void *, const void *);
extern compare *const orders[];
void sort(int *values, int n, compare *order);
int twice(int);

typedef int operation(int);
static int add(int x) { return x + N; }
static int multiply(int x) { return x * (N + 1); }
static int subtract(int x) { return x - N; }
int negate(int x) { return -x; }
static int never(int x) { return x / (N + 4); }

static operation *const operations[] = {add, multiply, subtract, negate,
                                        twice, add, never};
static operation *changing[3];

int apply(int which, int x) { return operations[which](x); }
operation *take(int which) { return operations[which]; }

int chain(int x) {
  changing[0] = add, changing[1] = twice, changing[2] = negate;
  for (int i = 0; i < 3; i++) x = changing[i](x);
  return x;
}

/* A jump table, and with it tail positions. */
int choose(int which, int x) {
  switch (which) {
  case 0: return add(x);
  case 1: return subtract(x);
  case 2: return multiply(x);
  case 3: return twice(x);
  case 4: return negate(x);
  case 5: return x;
  case 6: return never(x);
  default: return -1;
  }
}

static int odd_first(const void *a, const void *b) {
  int x = *(const int *)a, y = *(const int *)b;
  return (y & 1) - (x & 1) ? (y & 1) - (x & 1) : (x - y) * N;
}

int sorted(int how) {
  int values[] = {5, 3, 8, 1, 9, 2}, number = 0;
  sort(values, 6, how < 3 ? orders[how] : odd_first);
  for (int i = 0; i < 6; i++) number = number * 10 + values[i];
  return number;
}
