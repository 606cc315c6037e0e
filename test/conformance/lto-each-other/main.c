#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  int (*even)(int) = (int (*)(int))found(a, "a_even");
  int (*all)(int) = (int (*)(int))found(b, "b_all");
  say("%d %d", even(10), even(11));
  say("%d", all(3));
  say("%d", all(4));
  say("%d %d", value(a, "a_count"), value(b, "b_count"));
  *(int *)found(a, "a_count") = 1000;
  say("%d", even(4));
  say("%d", all(2));
  say("%d", call(a, "a_same"));
  return 0;
}
