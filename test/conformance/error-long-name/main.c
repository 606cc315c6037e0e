#include "conform.h"
int main(void) {
  static char name[201];
  for (int i = 0; i < 200; i++) name[i] = "abcdefghij"[i % 10];
  void *a = opened("liba.so", RTLD_NOW);
  dlsym(a, name);
  say("symbol: %s", error_with(name));
  dlopen(name, RTLD_NOW);
  say("library: %s", error_with(name));
}
