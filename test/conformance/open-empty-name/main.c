#include "conform.h"
int main(void) {
  void *program = dlopen(NULL, RTLD_NOW);
  say("empty name: %s", yes(dlopen("", RTLD_NOW) == program));
  say("loaded already: %s", yes(dlopen("", RTLD_NOW | RTLD_NOLOAD) == program));
  say("%s", error());
}
