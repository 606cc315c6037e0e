#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW | RTLD_NODELETE);
  *(int *)found(a, "a_state") = 2;
  *(int *)found(a, "d_state") = 3;
  say("closing a: %d", dlclose(a));
  say("again: %s", yes(opened("liba.so", RTLD_NOW) == a));
  say("a %d, d %d", value(a, "a_state"), value(a, "d_state"));
  void *b = opened("libb.so", RTLD_NOW);
  opened("libb.so", RTLD_NOW | RTLD_NODELETE);
  *(int *)found(b, "b_state") = 4;
  dlclose(b);
  say("closing b: %d", dlclose(b));
  say("b: %d", value(opened("libb.so", RTLD_NOW), "b_state"));
  void *c = opened("libc2.so", RTLD_NOW);
  *(int *)found(c, "c_state") = 5;
  say("c is there: %s",
      yes(dlopen("libc2.so", RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE) == c));
  dlclose(c);
  say("closing c: %d", dlclose(c));
  say("c: %d", value(opened("libc2.so", RTLD_NOW), "c_state"));
  say("main is done");
}
