#include "conform.h"
int main() {
  for (int i = 0; i < 2; i++) {
    dlclose(opened("liba.so", RTLD_NOW));
    say("open: %s", yes(dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD) != nullptr));
  }
  void *b = opened("libb.so", RTLD_NOW);
  dlclose(opened("liba.so", RTLD_NOW));
  say("end of main");
  dlclose(b);
}
