#include "conform.h"
#include <dlfcn.h>
/* Natively the loader itself needs memory. */
static void use_up(void) {
#ifdef __wasm__
  static void *volatile last;
  size_t got = 0;
  for (size_t size = 1 << 22; size >= 1; size /= 2)
    for (void *more; (more = malloc(size)) != NULL; last = more) got += size;
  if (got < 1 << 20 || got > 1 << 22) say("used up %u", (unsigned)got);
#endif
}
int main(void) {
  say("begin");
  use_up();
  void *b = opened("libb.so", RTLD_NOW | RTLD_LOCAL);
  say("count: %d", ++*(int *)found(b, "count"));
  run(b, "accept");
  say("close: %d", dlclose(b));
  b = opened("libb.so", RTLD_NOW);
  say("count: %d", value(b, "count"));
  void *a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  say("f: %d", call(RTLD_DEFAULT, "f"));
  dlopen("none.so", RTLD_NOW);
  say("none: %s", error_with("none.so"));
  Dl_info info;
  say("dladdr: %s", yes(dladdr(found(a, "f"), &info) && same(info.dli_sname, "f")));
  say("close: %d %d", dlclose(a), dlclose(b));
  atexit(use_up);
}
