#include "conform.h"
int main(void) {
  say("at first: %s", error());
  void *a = dlopen("liba.so", RTLD_NOW);
  say("dlopen: %s", error());
  dlsym(a, "f");
  say("dlsym: %s", error());
  dlsym(RTLD_DEFAULT, "f");
  say("dlsym of what is not there: %s", error());
  dlopen(NULL, RTLD_LAZY);
  say("dlopen of the program: %s", error());
  dlclose(a);
  say("dlclose: %s", error());
}
