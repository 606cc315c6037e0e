#include "conform.h"
static void show(const char *what, void *address) {
  Dl_info info;
  int result = dladdr(address, &info);
  say("%s: %s", what, yes(result != 0));
  if (result)
    say("%s, base %s, %s, at it %s", base(info.dli_fname),
        yes(info.dli_fbase != NULL), info.dli_sname, yes(info.dli_saddr == address));
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  show("only_a", found(a, "only_a"));
  show("by pointer", *(void **)found(a, "by_pointer"));
  show("a's", found(a, "shared_name"));
  show("b's", found(b, "shared_name"));
  show("only_b", found(a, "only_b"));
}
