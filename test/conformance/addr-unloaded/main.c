#include "conform.h"
int main(void) {
  Dl_info info;
  void *a = opened("liba.so", RTLD_NOW);
  void *data = found(a, "data"), *f = found(a, "f");
  say("loaded: %d %d", dladdr(data, &info) != 0, dladdr(f, &info) != 0);
  dlclose(a);
  say("unloaded: %d %d", dladdr(data, &info) != 0, dladdr(f, &info) != 0);
  a = opened("liba.so", RTLD_NOW);
  say("loaded: %d", dladdr(found(a, "data"), &info) != 0);
  say("%s", info.dli_sname);
}
