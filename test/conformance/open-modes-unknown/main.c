#include "conform.h"
int main(void) {
  static const int bits[] = {0x10, 0x20, 0x40, 0x80, 0x200, 0x2000, 0x8000,
                             0x10000, 0x100000, 0x20000000};
  for (unsigned i = 0; i < sizeof bits / sizeof *bits; i++) {
    void *handle = dlopen("liba.so", RTLD_NOW | bits[i]);
    say("%x: %s, %s", bits[i], handle ? "handle" : "null", error());
  }
  say("negative: %s", yes(dlopen("liba.so", -1) == NULL));
  say("of the program: %s", yes(dlopen(NULL, RTLD_NOW | 0x10) == NULL));
}
