#include "conform.h"
int main(void) {
  static const int more[] = {RTLD_LOCAL, RTLD_GLOBAL, RTLD_NODELETE,
                             RTLD_DEEPBIND, RTLD_NOLOAD};
  void *first = opened("liba.so", RTLD_LAZY);
  for (unsigned set = 0; set < 1u << sizeof more / sizeof *more; set++) {
    int mode = 0;
    for (unsigned i = 0; i < sizeof more / sizeof *more; i++)
      if (set >> i & 1) mode |= more[i];
    for (int binding = 0; binding < 3; binding++) {
      int bind = binding == 0 ? RTLD_LAZY
                 : binding == 1 ? RTLD_NOW
                                : RTLD_LAZY | RTLD_NOW;
      void *handle = dlopen("liba.so", mode | bind);
      if (handle != first) say("set %x, binding %d: %s", set, binding, error());
    }
  }
  say("%d", call(first, "f"));
}
