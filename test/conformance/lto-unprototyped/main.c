#include "conform.h"
int main(void) {
  void *b = opened("libb.so", RTLD_NOW), *c = opened("libc2.so", RTLD_NOW);
  say("%d %d", call(b, "use"), call(c, "use"));
  int (*(*pointer)(void))(int, int) =
      (int (*(*)(void))(int, int))found(b, "pointer");
  say("%d", pointer()(1, 2));
  return 0;
}
