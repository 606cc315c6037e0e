#include "conform.h"
int main(void) {
  static char name[8002];
  for (int i = 0; i < 8000; i++) name[i] = "abcdefgh"[i % 8];
  void *a = opened("liba.so", RTLD_NOW);
  name[8000] = '0';
  int *zero = (int *)dlsym(a, name);
  name[8000] = '1';
  int *one = (int *)dlsym(a, name);
  name[8000] = '2';
  int (*two)(void) = (int (*)(void))dlsym(a, name);
  name[8000] = '3';
  void *three = dlsym(a, name);
  name[8000] = 0;
  void *none = dlsym(a, name);
  say("%d %d %d %s %s", zero ? *zero : -1, one ? *one : -1, two ? two() : -1,
      yes(three != NULL), yes(none != NULL));
  say("%s", error());
}
