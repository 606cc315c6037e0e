#include "conform.h"
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d", call(a, "count"));
  delete ((int *(*)())found(b, "make"))();
  delete new int(6);
  say("%d", call(a, "count"));
}
