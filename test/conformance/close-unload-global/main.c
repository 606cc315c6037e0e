#include "conform.h"
static void look(const char *when) {
  /* Not by RTLD_DEFAULT: what it finds stays, see close-unload-default-keeps. */
  void *address = dlsym(opened(NULL, RTLD_NOW), "who");
  say("%s: %s", when, address ? ((const char *(*)(void))address)() : "none");
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  void *b = opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  look("both");
  say("closing a: %d", dlclose(a));
  look("b");
  a = opened("liba.so", RTLD_NOW);
  look("b, a local");
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  look("b, a");
  say("closing b: %d", dlclose(b));
  look("a");
  dlclose(a);
  say("closing a: %d", dlclose(a));
  look("none");
}
