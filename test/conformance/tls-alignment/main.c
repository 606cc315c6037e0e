#include "conform.h"
#include <stdint.h>
__thread char own = 3;
static void show(const char *soname, unsigned align) {
  void *h = opened(soname, RTLD_NOW);
  say("%d %u %u", call(h, "misplaced"),
      (unsigned)((uintptr_t)found(h, "aligned") % align),
      (unsigned)((uintptr_t)found(h, "zeros") % align));
  say("%s", (const char *)found(h, "aligned"));
}
int main(void) {
  show("liba.so", 64);
  show("libb.so", 16);
  show("libc2.so", 128);
  say("%d", own);
}
