#include "conform.h"
int hidden(void) { return 7; }
int local(void) { return 8; }
int hidden_elsewhere(void) { return 9; }
int sum(void);
int main(void) {
  say("%d", sum());
  say("%d", hidden() * 100 + local() * 10 + hidden_elsewhere());
  void *h = opened("liba.so", RTLD_NOW);
  say("%s", yes(!dlsym(h, "hidden") && !dlsym(h, "local")));
}
