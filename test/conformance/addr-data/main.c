#include "conform.h"
static void show(const char *what, void *start, int offset) {
  Dl_info info;
  int result = dladdr((char *)start + offset, &info);
  say("%s + %d: %s", what, offset, yes(result != 0));
  if (result)
    say("%s, %s, starts there: %s", base(info.dli_fname), info.dli_sname,
        yes(info.dli_saddr == start));
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  show("number", found(a, "number"), 0);
  show("number", found(a, "number"), 3);
  show("array", found(a, "array"), 0);
  show("array", found(a, "array"), 1);
  show("array", found(a, "array"), 99);
  show("record", found(a, "record"), 6);
  show("zeros", found(a, "zeros"), 999);
  show("table", found(a, "table"), 8);
}
