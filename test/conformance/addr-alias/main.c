#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  Dl_info info;
  say("%d", dladdr(found(a, "two"), &info) != 0);
  say("one of them: %s", yes(same(info.dli_sname, "one") || same(info.dli_sname, "two")));
  say("at it: %s", yes(info.dli_saddr == found(a, "one")));
}
