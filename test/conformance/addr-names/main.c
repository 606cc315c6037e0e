#include "conform.h"
int clash = 5;
int main(void) {
  static const char *libraries[] = {"liba.so", "libb.so"};
  static const char *names[] = {"weak", "with.dots.in.it", "clash", "g\303\274nther"};
  Dl_info info;
  for (int i = 0; i < 2; i++) {
    void *handle = opened(libraries[i], RTLD_NOW);
    for (int j = 0; j < 4; j++) {
      int result = dladdr(found(handle, names[j]), &info);
      say("%d, %s, %s", result != 0, base(info.dli_fname), info.dli_sname);
    }
  }
  int result = dladdr(&clash, &info);
  say("%d, %s, %s", result != 0, base(info.dli_fname), info.dli_sname);
}
