#include "conform.h"
static void look(const char *when) {
  void *program = opened(NULL, RTLD_NOW);
  say("%s: a %s, b %s, c %s, d %s", when, yes(dlsym(program, "a_own") != NULL),
      yes(dlsym(program, "b_own") != NULL),
      yes(dlsym(program, "c_own") != NULL),
      yes(dlsym(program, "d_own") != NULL));
}
int main(void) {
  void *b = opened("libb.so", RTLD_NOW);
  void *a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  look("both");
  say("closing a: %d", dlclose(a));
  look("b");
  say("closing b: %d", dlclose(b));
  look("none");
  opened("libb.so", RTLD_NOW);
  look("b again");
}
