#include "conform.h"
int main(void) {
  int sum = 0;
  for (int i = 0; i < 1000; i++) {
    void *a = opened("liba.so", RTLD_NOW);
    sum += call(a, "f");
    if (dlclose(a) != 0) say("dlclose: %s", dlerror());
  }
  say("sum: %d", sum);
}
