#define QUIET
#define NAME d
#include "named.h"
void look(const char *when) {
  void *address = dlsym(RTLD_DEFAULT, "who");
  say("%s: who %s, a %s", when,
      address ? ((const char *(*)(void))address)() : "none",
      yes(dlsym(RTLD_DEFAULT, "a_own") != NULL));
}
