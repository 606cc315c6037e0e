#include "conform.h"
#ifdef __wasm__
#include <dlweld.h>
static int find(const char *name) { return dlweld_find(name, 0) != NULL; }
#endif
int main(void) {
  static const char *names[] = {"liba.so", "./liba.so", "alias.so.1", "alias.so",
                                "x/mod.so", "y/mod.so", "./y/mod.so", "mod.so", "mod",
                                "libnone.so", "z/libnone.so"};
  for (int i = 0; i < 11; i++) {
#ifdef __wasm__
    int there = find(names[i]);
    say("%s: %s, %s", names[i], yes(there), error_with(names[i]));
    if (there != (dlopen(names[i], RTLD_NOW) != NULL)) say("dlopen does not agree");
    dlerror();
#else
    void *handle = dlopen(names[i], RTLD_NOW);
    say("%s: %s, %s", names[i], yes(handle != NULL), error_with(names[i]));
#endif
  }
}
