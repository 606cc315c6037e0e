#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *c = opened("libc2.so", RTLD_NOW);
  *(int *)found(a, "b_state") = 2;
  *(int *)found(c, "d_state") = 3;
  say("closing a: %d", dlclose(a));
  say("closing c: %d", dlclose(c));
  say("b: %d", value(opened("libb.so", RTLD_NOW), "b_state"));
  c = opened("libc2.so", RTLD_NOW);
  say("c: %d, d: %d", value(c, "c_state"), value(c, "d_state"));
}
