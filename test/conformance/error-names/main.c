#include "conform.h"
static void show(const char *what, const char *name) {
  say("%s: %s", what, error_with(name));
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *program = opened(NULL, RTLD_NOW);
  dlopen("libnone.so.1", RTLD_NOW);
  show("dlopen", "libnone.so.1");
  dlopen("some/where/libnone.so", RTLD_NOW);
  show("dlopen of a path", "some/where/libnone.so");
  dlsym(a, "no_such_symbol");
  show("dlsym", "no_such_symbol");
  dlsym(program, "no_such_symbol");
  show("dlsym in the program", "no_such_symbol");
  dlsym(RTLD_DEFAULT, "no_such_symbol");
  show("dlsym by default", "no_such_symbol");
  dlsym(RTLD_NEXT, "no_such_symbol");
  show("dlsym next", "no_such_symbol");
}
