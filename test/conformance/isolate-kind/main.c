#include "conform.h"
extern const char thing[];
const char thing[] = "program's";
int main(void) {
  void *f = opened("libfunction.so", RTLD_NOW | RTLD_GLOBAL);
  void *d = opened("libdata.so", RTLD_NOW | RTLD_GLOBAL);
  void *t = opened("libthread.so", RTLD_NOW | RTLD_GLOBAL);
  say("%d %d %d %s", call(f, "use"), call(d, "use"), call(t, "use"), thing);
  say("%d %d %d", call(f, "thing"), value(d, "thing"), value(t, "thing"));
  say("%s", (const char *)found(RTLD_DEFAULT, "thing"));
}
