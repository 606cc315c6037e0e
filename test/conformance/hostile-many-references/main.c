#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  unsigned other = 0;
  for (int i = 1; i < 100000; i++) other += dlopen("liba.so", RTLD_LAZY) != a;
  say("other handles: %u", other);
  for (int i = 1; i < 100000; i++) other += dlclose(a) != 0;
  say("failed: %u", other);
  say("who: %s", ((const char *(*)(void))found(a, "who"))());
  say("last: %d", dlclose(a));
  say("loaded: %s", yes(dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
}
