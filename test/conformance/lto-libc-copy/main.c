#include "conform.h"
int main(void) {
  static const char *const names[] = {"liba.so", "libb.so"};
  for (int i = 0; i < 2; i++) {
    void *handle = opened(names[i], RTLD_NOW);
    int (*use)(const char *) = (int (*)(const char *))found(handle, "use");
    say("%d", use("some text"));
    say("%d", use(""));
  }
  return 0;
}
