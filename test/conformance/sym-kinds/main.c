#include "conform.h"
struct { int x, y; } thing = {5, 6};
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  void *c = opened("libc2.so", RTLD_NOW), *d = opened("libd.so", RTLD_NOW);
  say("%d %d %d %d", call(a, "use"), call(b, "use"), call(c, "use"), call(d, "use"));
  say("%d", call(a, "thing"));
  say("%d", value(b, "thing"));
  say("%d", (int)((double (*)(double, long long))found(c, "thing"))(0.5, 7));
  say("%s", (char *)found(d, "thing"));
  say("%s", yes(found(RTLD_DEFAULT, "thing") == &thing));
}
