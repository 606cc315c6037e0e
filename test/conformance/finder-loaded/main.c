#include "conform.h"
#ifdef __wasm__
#include <dlweld.h>
static int loaded(const char *name) {
  const dlweld_library *library = dlweld_find(name, 0), *other = NULL;
  while ((other = dlweld_iterate(other)))
    if (other == library) break;
  if (!other) say("%s is not in the list", name);
  for (int i = 0; dlweld_export(library, i); i++) dlweld_kind(library, dlweld_export(library, i));
  return (dlweld_flags(library) & DLWELD_LOADED) != 0;
}
#else
static int loaded(const char *name) {
  void *handle = dlopen(name, RTLD_NOW | RTLD_NOLOAD);
  if (handle) dlclose(handle);
  return handle != NULL;
}
#endif
static void show(const char *when) {
  say("%s: a %s, b %s, d %s", when, yes(loaded("liba.so")), yes(loaded("libb.so")),
      yes(loaded("libd.so")));
}
int main(void) {
  show("nothing");
  void *a = opened("liba.so", RTLD_NOW);
  show("a");
  opened("libd.so", RTLD_NOW);
  show("a and d");
  dlclose(a);
  show("d");
}
