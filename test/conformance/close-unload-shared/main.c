#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d", call(a, "a_count"));
  say("%d", call(b, "b_count"));
  say("closing a: %d", dlclose(a));
  say("%d", call(b, "b_count"));
  a = opened("liba.so", RTLD_NOW);
  say("%d", call(a, "a_count"));
  say("closing b: %d", dlclose(b));
  say("%d", call(a, "a_count"));
  say("closing a: %d", dlclose(a));
  a = opened("liba.so", RTLD_NOW);
  say("%d", call(a, "a_count"));
}
