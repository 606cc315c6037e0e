#include "conform.h"
int answer = 42;
int main(void) {
  void *program = dlopen(NULL, RTLD_NOW);
  say("handle: %s", yes(program != NULL));
  say("again, lazy, global: %s, %s", yes(dlopen(NULL, RTLD_LAZY) == program),
      yes(dlopen(NULL, RTLD_NOW | RTLD_GLOBAL) == program));
  say("loaded already: %s",
      yes(dlopen(NULL, RTLD_NOW | RTLD_NOLOAD) == program));
  say("answer: %s", yes(dlsym(program, "answer") == &answer));
  opened("liba.so", RTLD_NOW);
  void *in_a = dlsym(program, "in_a");
  say("local library: %s, %s", yes(in_a != NULL), error());
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  in_a = dlsym(program, "in_a");
  say("global library: %s, %s", yes(in_a != NULL), error());
}
