#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  void (*look)(const char *) = (void (*)(const char *))found(a, "look");
  opened("libb.so", RTLD_NOW);
  /* Not before a is closed: what RTLD_DEFAULT finds stays. */
  say("closing a: %d", dlclose(a));
  look("b");
  opened("liba.so", RTLD_NOW);
  look("b and a");
}
