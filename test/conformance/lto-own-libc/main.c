#include "conform.h"
int main(int argc, char **argv) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  int (*use_b)(int (*)(int), int) = (int (*)(int (*)(int), int))found(b, "use_b");
  say("%d", use_b((int (*)(int))found(a, "use_a"), 2 + argc));
  say("%d", ((int (*)(int, int))found(a, "puts"))(4, argc));
  say("%d %s", value(a, "strlen"), yes(strlen("four") == 4));
  say("%s", ((const char *(*)(int))found(a, "strchr"))(argc));
  return 0;
}
