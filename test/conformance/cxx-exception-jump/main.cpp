#include "conform.h"
#include <setjmp.h>
int main() {
  using callback = void (*)(void *);
  using guard = int (*)(callback);
  auto attempt =
      (int (*)(guard, callback))found(opened("liba.so", RTLD_NOW), "attempt");
  guard g = (guard)found(opened("libb.so", RTLD_NOW), "guard");
  say("%d", attempt(g, [](void *) { throw 6; }));
  say("%d", attempt(g, [](void *place) { longjmp(*(jmp_buf *)place, 8); }));
  say("%d", attempt(g, [](void *) {}));
}
