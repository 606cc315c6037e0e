#include "conform.h"
int main(int argc, char **argv) {
  void *a = opened("liba.so", RTLD_NOW), *c = opened("libc2.so", RTLD_NOW);
  int (*use_a)(int) = (int (*)(int))found(a, "use_a");
  say("%d", ((int (*)(int (*)(int), int))found(c, "use_c"))(use_a, 3 + argc));
  say("%d", use_a(3 + argc));
  say("%d %d", ((int (*)(int))found(a, "__multi3"))(4), value(a, "memset"));
  say("%s", *(const char **)found(a, "fmod"));
  return 0;
}
