#include "conform.h"
int helper(int x) { return -x; }
int main(void) {
  static const char *const names[] = {"liba.so", "libb.so"};
  for (int i = 0; i < 2; i++) {
    void *handle = opened(names[i], RTLD_NOW);
    say("%d", ((int (*)(int))found(handle, "inside"))(3));
    say("%d", ((int (*)(int))found(handle, "use"))(4));
  }
  say("%d", helper(1));
  return 0;
}
