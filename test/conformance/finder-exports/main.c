#include "conform.h"
#include <link.h>
static struct { const char *name; char kind; } list[50];
static int count;
static int before(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a < *b;
}
static void add(const char *name, char kind) {
  int i = count++;
  for (; i > 0 && before(name, list[i - 1].name); i--) list[i] = list[i - 1];
  list[i].name = name;
  list[i].kind = kind;
}
#ifdef __wasm__
#include <dlweld.h>
static void collect(const char *soname) {
  const dlweld_library *library = dlweld_find(soname, DLWELD_EXACT);
  const char *name;
  for (int i = 0; (name = dlweld_export(library, i)); i++) {
    int kind = dlweld_kind(library, name);
    add(name, kind == DLWELD_FUNCTION ? 'f' : kind == DLWELD_DATA ? 'd' : '?');
  }
  say("kind of none: %d", dlweld_kind(library, "none"));
}
#else
static void collect(const char *soname) {
  struct link_map *map = (struct link_map *)opened(soname, RTLD_NOW);
  const char *strings = NULL;
  ElfW(Sym) *symbols = NULL;
  unsigned symbol_count = 0;
  for (ElfW(Dyn) *entry = map->l_ld; entry->d_tag; entry++) {
    if (entry->d_tag == DT_STRTAB) strings = (const char *)entry->d_un.d_ptr;
    if (entry->d_tag == DT_SYMTAB) symbols = (ElfW(Sym) *)entry->d_un.d_ptr;
    if (entry->d_tag == DT_HASH) symbol_count = ((unsigned *)entry->d_un.d_ptr)[1];
  }
  for (unsigned i = 1; i < symbol_count; i++) {
    int type = ELF64_ST_TYPE(symbols[i].st_info);
    if (symbols[i].st_shndx != SHN_UNDEF)
      add(strings + symbols[i].st_name, type == STT_FUNC ? 'f' : type == STT_OBJECT ? 'd' : '?');
  }
  say("kind of none: 0");
}
#endif
static void show(const char *soname) {
  count = 0;
  collect(soname);
  for (int i = 0; i < count; i++) say("%s: %s, %c", soname, list[i].name, list[i].kind);
}
int main(void) {
  show("liba.so");
  show("libb.so");
}
