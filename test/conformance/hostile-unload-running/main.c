#include "conform.h"
#ifdef __wasm__
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("leave: %d", ((int (*)(void *))found(a, "leave"))(a));
  say("leave: %d", ((int (*)(void *))found(a, "leave"))(a));
  say("close: %d", dlclose(a));
}
#else
int main(void) { say("undefined"); }
#endif
