#include "conform.h"
int main(void) {
  for (int i = 0; i < 2; i++) {
    void *h = opened("liba.so", RTLD_NOW);
    say("%d", call(h, "next"));
    say("%d", call(h, "next"));
    say("%d %d", value(h, "initialised"), value(h, "zero"));
    dlclose(h);
  }
}
