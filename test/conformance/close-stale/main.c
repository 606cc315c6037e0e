#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("close: %s, %s", yes(dlclose(a) == 0), error());
  int closed = dlclose(a);
  say("again: %s, %s", yes(closed == 0), error());
  void *address = dlsym(a, "f");
  say("f: %s, %s", yes(address != NULL), error());
  say("opened: %s", yes(opened("liba.so", RTLD_NOW) == a));
  say("f: %d", call(a, "f"));
}
