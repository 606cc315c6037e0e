#include "conform.h"
static void look(const char *when) {
  void *address = dlsym(RTLD_DEFAULT, "who");
  say("%s: %s", when, address ? ((const char *(*)(void))address)() : "none");
}
int main(void) {
  opened("liba.so", RTLD_NOW);
  opened("libb.so", RTLD_NOW);
  look("none global");
  opened("libc2.so", RTLD_NOW | RTLD_GLOBAL);
  look("c global");
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  look("all global");
  say("the others' own: %s %s", yes(dlsym(RTLD_DEFAULT, "a_own") != NULL),
      yes(dlsym(RTLD_DEFAULT, "b_own") != NULL));
}
