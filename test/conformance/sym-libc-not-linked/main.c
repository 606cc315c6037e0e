#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("%s %s", yes(dlsym(a, "wcstombs") != NULL),
      yes(dlsym(RTLD_DEFAULT, "strtoull") != NULL));
}
