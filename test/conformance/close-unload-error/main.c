#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("closing a: %d", dlclose(a));
  say("%s", error_with("no_such_symbol"));
}
