#include "conform.h"
static void show(const char *what, const void *address) {
  Dl_info info = {"none", 0, "none", (void *)1};
  int result = dladdr(address, &info);
  say("%s: %s, %s, %s, %s", what, yes(result != 0), base(info.dli_fname),
      info.dli_sname, yes(info.dli_saddr == NULL));
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  void **addresses = (void **)found(a, "addresses");
  show("inner", addresses[0]);
  show("zero", addresses[1]);
  show("constant", addresses[2]);
  show("hidden", addresses[3]);
  show("b's inner", ((void *(*)(void))found(b, "get"))());
}
