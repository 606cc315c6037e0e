#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("data %s, function %s, inner %s", yes(dlsym(a, "data") != NULL),
      yes(dlsym(a, "function") != NULL), yes(dlsym(a, "inner") != NULL));
}
