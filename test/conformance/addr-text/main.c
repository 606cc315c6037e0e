#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  Dl_info info = {"none", 0, "none", (void *)1};
  int result = dladdr(*(char **)found(a, "text"), &info);
  say("%s, %s, %s", yes(result != 0), base(info.dli_fname), info.dli_sname);
}
