#include "conform.h"
void show(const char *what, const void *address) {
  Dl_info info = {"none", 0, "none", (void *)1};
  int result = dladdr(address, &info);
  say("%s: %s, %s, %s, %s", what, yes(result != 0), base(info.dli_fname),
      info.dli_sname, info.dli_saddr == address ? "at it" : "not at it");
}
