#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  dlopen("libnone.so", RTLD_NOW);
  dlsym(a, "f");
  say("dlsym: %s", error_with("libnone.so"));
  dlopen("libnone.so", RTLD_NOW);
  dlopen("liba.so", RTLD_NOW);
  say("dlopen: %s", error_with("libnone.so"));
  dlopen("libnone.so", RTLD_NOW);
  dlclose(a);
  say("dlclose: %s", error_with("libnone.so"));
}
