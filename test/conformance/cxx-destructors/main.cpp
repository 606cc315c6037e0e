#include "noisy.h"
static noisy own("program", "first");
int main() {
  void *a = opened("liba.so", RTLD_NOW);
  static noisy local("program", "local");
  void *c = opened("libc2.so", RTLD_NOW);
  run(opened("libb.so", RTLD_NOW), "use");
  run(c, "use");
  run(a, "use");
  run(a, "use");
  say("%d %d", dlclose(a), dlclose(c));
}
