#include "conform.h"
int main() {
  void *h = opened("liba.so", RTLD_NOW);
  say("%d", value(h, "_ZN5space6numberE"));
  say("%d", ((int (*)(int))found(h, "_ZN5space4overEi"))(3));
  say("%d", ((int (*)(double))found(h, "_ZN5space4overEd"))(2.5));
  say("%d", value(h, "_ZN5space5point5countE"));
  say("%s", yes(dlsym(h, "_ZNK5space5pointplES0_") != nullptr));
  say("%d", ((int (*)(unsigned long long))found(h, "_Zli5_daysy"))(2));
  say("%s %s", yes(dlsym(h, "over") != nullptr),
      yes(dlsym(h, "space::over(int)") != nullptr));
}
