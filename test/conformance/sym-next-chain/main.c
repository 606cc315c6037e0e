#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("%d", ((int (*)(int))found(a, "work"))(0));
}
