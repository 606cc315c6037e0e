#include "conform.h"
int in_program;
static void *base_of(void *address) {
  Dl_info info;
  return dladdr(address, &info) ? info.dli_fbase : NULL;
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  void *a_base = base_of(found(a, "who")), *b_base = base_of(found(b, "who"));
  void *program = base_of(&in_program);
  say("apart: %s", yes(a_base && b_base && program && a_base != b_base &&
                       a_base != program && b_base != program));
  say("a: %s %s %s", yes(base_of(found(a, "data")) == a_base),
      yes(base_of(found(a, "get")) == a_base),
      yes(base_of(((void *(*)(void))found(a, "get"))()) == a_base));
  say("b: %s %s %s", yes(base_of(found(b, "data")) == b_base),
      yes(base_of(found(b, "get")) == b_base),
      yes(base_of(((void *(*)(void))found(b, "get"))()) == b_base));
  say("program: %s", yes(base_of((void *)main) == program));
}
