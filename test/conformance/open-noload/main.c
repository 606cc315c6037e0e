#include "conform.h"
int main(void) {
  void *handle = dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD);
  say("before: %s, %s", yes(handle != NULL), error());
  handle = dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL);
  say("before, global: %s, %s", yes(handle != NULL), error());
  say("found: %s", yes(dlsym(RTLD_DEFAULT, "who") != NULL));
  dlerror();
  void *first = opened("liba.so", RTLD_NOW);
  handle = dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD);
  say("after: %s, %s", yes(handle == first), error());
  say("after, lazy: %s", yes(dlopen("liba.so", RTLD_LAZY | RTLD_NOLOAD) == first));
}
