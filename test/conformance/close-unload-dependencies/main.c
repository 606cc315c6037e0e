#include "conform.h"
int main(void) {
  for (int i = 0; i < 2; i++) {
    void *a = opened("liba.so", RTLD_NOW);
    say("close: %d", dlclose(a));
    static const char *names[] = {"liba.so", "libb.so", "libc2.so", "libd.so"};
    for (int j = 0; j < 4; j++)
      say("%s: %s", names[j], yes(dlopen(names[j], RTLD_NOW | RTLD_NOLOAD) != NULL));
  }
}
