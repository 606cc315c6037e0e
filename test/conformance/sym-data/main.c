#include "conform.h"
struct pair { int first; char second; };
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("%c", *(char *)found(a, "letter"));
  say("%d", *(short *)found(a, "small"));
  say("%s", yes(*(long long *)found(a, "large") == 0x123456789abcdefLL));
  say("%s", yes(*(double *)found(a, "real") == 2.5));
  int *zero = (int *)found(a, "zero"), *array = (int *)found(a, "array");
  say("%d %d %d", *zero, array[0], array[4]);
  char *text = (char *)found(a, "text"), *big = (char *)found(a, "big");
  say("%s", text);
  say("%s", *(char **)found(a, "pointer"));
  say("%d", *(const int *)found(a, "constant"));
  struct pair *pair = (struct pair *)found(a, "pair");
  say("%d %c", pair->first, pair->second);
  say("%d %d", big[0], big[99999]);
  say("aligned: %s", yes((size_t)found(a, "aligned") % 64 == 0));
  *zero = 1;
  array[4] = 2;
  text[0] = 'S';
  big[99999] = 3;
  say("%d", call(a, "changed"));
}
