#include "conform.h"
#include <link.h>
#ifdef __wasm__
#include <dlweld.h>
static void show(const char *name) {
  const dlweld_library *library = dlweld_find(name, 0), *needed;
  say("%s needs", dlweld_soname(library));
  for (int i = 0; (needed = dlweld_needed(library, i)); i++) say("%s", dlweld_soname(needed));
}
#else
static void show(const char *name) {
  struct link_map *map = (struct link_map *)opened(name, RTLD_NOW);
  const char *strings = NULL;
  ElfW(Dyn) *entry;
  for (entry = map->l_ld; entry->d_tag; entry++)
    if (entry->d_tag == DT_STRTAB) strings = (const char *)entry->d_un.d_ptr;
  for (entry = map->l_ld; entry->d_tag; entry++)
    if (entry->d_tag == DT_SONAME) say("%s needs", strings + entry->d_un.d_val);
  for (entry = map->l_ld; entry->d_tag; entry++)
    if (entry->d_tag == DT_NEEDED && !has(strings + entry->d_un.d_val, "libc."))
      say("%s", strings + entry->d_un.d_val);
}
#endif
int main(void) {
  show("liba.so");
  show("libb.so");
  show("libd.so");
  show("dir/libe.so");
}
