#include "conform.h"
#include <link.h>
int main(void) {
  Dl_info info;
  void *extra = &info;
  int local;
  say("%d", dladdr1(&local, &info, &extra, RTLD_DL_LINKMAP));
  say("%d", dladdr1(NULL, &info, &extra, RTLD_DL_SYMENT));
  say("left alone: %s", yes(extra == &info));
  void *a = opened("liba.so", RTLD_NOW);
  say("%d", dladdr1(found(a, "f"), &info, &extra, 0) != 0);
  say("%s, left alone: %s", info.dli_sname, yes(extra == &info));
}
