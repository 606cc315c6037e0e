#include "conform.h"
#ifdef __wasm__
int main(void) {
  void *a = dlopen("liba.so", RTLD_NOW);
  say("handle: %s", yes(a != NULL));
  say("who: %s, %s", yes(a && dlsym(a, "who")), error());
  say("loaded: %s", yes(dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
  say("main is done");
}
#else
int main(void) { say("undefined"); }
#endif
