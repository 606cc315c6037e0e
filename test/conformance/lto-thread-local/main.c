#include "conform.h"
__thread int shown = 50;
int main(void) {
  void *c = opened("libc2.so", RTLD_NOW), *a = opened("liba.so", RTLD_NOW);
  say("%d", call(c, "use"));
  say("%d", call(a, "a_next"));
  say("%d", call(c, "use"));
  say("%d %d", call(c, "apart"), shown++);
  say("%s", yes(found(a, "shown") == ((void *(*)(void))found(a, "a_place"))()));
  return 0;
}
