#include "conform.h"
static void close(const char *name, void *handle) {
  say("closing %s: %d", name, dlclose(handle));
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  void *b = opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  void *c = opened("libc2.so", RTLD_NOW | RTLD_GLOBAL);
  say("a %s", yes(dlsym(RTLD_DEFAULT, "a_own") != NULL));
  say("b %s", yes(dlsym(RTLD_NEXT, "b_own") != NULL));
  say("c %s", yes(dlsym(opened(NULL, RTLD_NOW), "c_own") != NULL));
  close("a", a);
  close("b", b);
  close("c", c);
  say("main is done");
}
