#include "conform.h"
#ifdef __wasm__
#include <link.h>
#include <stdint.h>

static unsigned wrong;

static void try(uintptr_t address) {
  Dl_info info = {"x", NULL, "x", NULL};
  void *extra = NULL;
  int known = dladdr((void *)address, &info);
  Dl_info again = info;
  wrong += known && (!info.dli_fname || !info.dli_fbase);
  wrong += known && !info.dli_sname != !info.dli_saddr;
  wrong += !known && !same(info.dli_fname, "x");
  wrong += dladdr1((void *)address, &again, &extra, RTLD_DL_SYMENT) != known;
  wrong += known && !extra != !info.dli_saddr;
  wrong += dladdr1((void *)address, &again, &extra, RTLD_DL_LINKMAP) != known;
  wrong += known && extra != info.dli_fbase;
}

int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  uintptr_t size = (uintptr_t)__builtin_wasm_memory_size(0) * 65536;
  for (uintptr_t at = 0; at < size + 100; at++) try(at);
  for (unsigned bit = 20; bit < 8 * sizeof size; bit++) {
    try(((uintptr_t)1 << bit) | size);
    try(0 - ((uintptr_t)1 << bit));
  }
  for (uintptr_t at = 0; at < 200; at++) try(0 - at);
  say("wrong: %u", wrong);
  void *extra;
  for (int flags = -1; flags < 4; flags++) {
    dladdr1(found(a, "data"), NULL, &extra, flags);
    dladdr1(found(a, "f"), NULL, NULL, flags);
  }
  dladdr(found(a, "f"), NULL);
  for (int request = -3; request < 20; request++) {
    dlinfo(a, request, NULL);
    dlinfo(NULL, request, NULL);
  }
  dlinfo(a, 0x7fffffff, &extra);
  dl_iterate_phdr(NULL, NULL);
  say("still here: %d", call(a, "f"));
}
#else
int main(void) { say("undefined"); }
#endif
