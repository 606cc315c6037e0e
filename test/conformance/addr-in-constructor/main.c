#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("dir/libb.so", RTLD_NOW);
  ((void (*)(const char *))found(b, "find_self"))("function");
  ((void (*)(const char *))found(a, "find_self"))("function");
}
