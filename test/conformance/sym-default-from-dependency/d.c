#define QUIET
#define NAME d
#include "named.h"
void look(const char *when) {
  void *address = dlsym(RTLD_DEFAULT, "who");
  say("%s: who %s, a %s, b %s, e %s", when,
      address ? ((const char *(*)(void))address)() : "none",
      yes(dlsym(RTLD_DEFAULT, "a_own") != NULL),
      yes(dlsym(RTLD_DEFAULT, "b_own") != NULL),
      yes(dlsym(RTLD_DEFAULT, "e_own") != NULL));
}
