#include "conform.h"
static int anchor;
void find_self(const char *when) {
  Dl_info info;
  int result = dladdr(&anchor, &info);
  say("%s: %d, %s", when, result != 0, base(info.dli_fname));
}
__attribute__((constructor)) static void begin(void) { find_self("constructor"); }
__attribute__((destructor)) static void end(void) { find_self("destructor"); }
