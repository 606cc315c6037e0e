#include "conform.h"
void look(const char *when) {
  say("%s: a %s, b %s, e %s", when, yes(dlsym(RTLD_DEFAULT, "a_own") != NULL),
      yes(dlsym(RTLD_DEFAULT, "b_own") != NULL),
      yes(dlsym(RTLD_DEFAULT, "e_own") != NULL));
}
