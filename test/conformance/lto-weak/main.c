#include "conform.h"
int main(void) {
  static const char *const names[] = {"liba.so", "libb.so", "libc2.so"};
  for (int i = 0; i < 3; i++) {
    void *handle = opened(names[i], RTLD_NOW);
    say("%d %d", call(handle, "ask"), call(handle, "there"));
    void *which = found(handle, "which");
    say("%s", yes(which == ((void *(*)(void))found(handle, "pointer"))()));
    say("%d %d", ((int (*)(void))which)(), value(handle, "level"));
  }
  return 0;
}
