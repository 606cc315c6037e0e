#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  void *address = dlvsym(a, "f", "V1");
  say("%s, %s", yes(address != NULL), error_with("f"));
  address = ((void *(*)(void *))found(a, "find"))(RTLD_DEFAULT);
  say("%s, %s", yes(address != NULL), error_with("f"));
}
