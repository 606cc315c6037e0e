#include "conform.h"
#include <link.h>
static void show(const char *name) {
  static char path[4096] = "none";
  int result = dlinfo(opened(name, RTLD_NOW), RTLD_DI_ORIGIN, path);
  say("%s: %d, %s, with slash at the end %s", name, result, base(path),
      yes(!*base(path)));
}
int main(void) {
  show("dir/liba.so");
  show("dir/deep/libb.so");
}
