#include "conform.h"
#ifdef __wasm__
#include <link.h>
#include <stdint.h>

static unsigned good, bad, found_by;
static void *a;

static void try(uintptr_t address) {
  void *handle = (void *)address;
  if (handle == RTLD_DEFAULT || handle == RTLD_NEXT) return;
  struct link_map *map = NULL;
  void *symbol = dlsym(handle, "f");
  int info = dlinfo(handle, RTLD_DI_LINKMAP, &map);
  if (symbol || info == 0) {
    good++;
    found_by += symbol != NULL;
    if (handle != a && (info != 0 || map->l_name[0]))
      say("%s is a handle", map ? map->l_name : "something");
  } else {
    bad += dlclose(handle) == -1 && dlerror() != NULL;
  }
}

int main(void) {
  a = opened("liba.so", RTLD_NOW);
  /* As open as ever, and then not: */
  dlclose(opened("libc2.so", RTLD_NOW));
  uintptr_t size = (uintptr_t)__builtin_wasm_memory_size(0) * 65536, tried = 1;
  for (uintptr_t at = 1; at < size + 100; at++, tried++) try(at);
  for (unsigned bit = 20; bit < 8 * sizeof size; bit++, tried += 3) {
    try(((uintptr_t)1 << bit) | size);
    try(((uintptr_t)1 << bit) + (uintptr_t)a);
    try(0 - ((uintptr_t)1 << bit));
  }
  for (uintptr_t at = 2; at < 200; at++, tried++) try(0 - at);
  say("handles: %u, for dlsym: %u", good, found_by);
  say("all others refused: %s", yes(good + bad + 1 == tried));
  say("a is still open: %d", call(a, "f"));
}
#else
int main(void) { say("undefined"); }
#endif
