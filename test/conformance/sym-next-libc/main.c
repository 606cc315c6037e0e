#include "conform.h"
long use(long n) { return labs(n); }
int main(int argc, char **argv) {
  void *a = opened("liba.so", RTLD_NOW);
  long (*wrapped)(long) = (long (*)(long))found(a, "labs");
  say("%d", (int)wrapped(-5 * argc));
  say("program's: %d", (int)use(-6 * argc));
}
