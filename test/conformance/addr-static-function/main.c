#include "conform.h"
static void show(const char *what, void *address) {
  Dl_info info = {"none", 0, "none", (void *)1};
  int result = dladdr(address, &info);
  say("%s: %s, %s, %s, %s", what, yes(result != 0), base(info.dli_fname),
      info.dli_sname, yes(info.dli_saddr == NULL));
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  void **functions = (void **)found(a, "functions");
  show("inner", functions[0]);
  show("hidden", functions[1]);
  show("b's inner", ((void *(*)(void))found(b, "get"))());
}
