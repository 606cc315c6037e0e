#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  void *first = found(a, "first");
  Dl_info info;
  int result = dladdr((char *)first + 1, &info);
  say("in first: %s", yes(result && same(info.dli_sname, "first")));
}
