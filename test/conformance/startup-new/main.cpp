#include "conform.h"
int now_live(), in_all();
int main() {
  void *h = opened("libopened.so", RTLD_NOW);
  int before = now_live(), all = in_all();
  int *a = new int(4);
  int *b = ((int *(*)())found(h, "make"))();
  say("%d live, %d in all", now_live() - before, in_all() - all);
  ((void (*)(int *))found(h, "drop"))(a);
  delete b;
  say("%d live, %d in all", now_live() - before, in_all() - all);
}
