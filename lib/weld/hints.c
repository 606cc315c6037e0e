/* After a failed link: what the user may have meant. */
#include "weld/weld.h"

/* The first library other than `number` that exports the name, or NULL; also if
   a startup library does, whose exports need no option. */
static const dlw_library *exporter(dlw_weld *w, uint32_t number,
                                   dlw_str name) {
  const dlw_library *first = NULL;
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    const dlw_map_entry *e = i == number ? NULL : dlw_map_get(&lib->map, name);
    if (!e || !lib->names[e->value].exported)
      continue;
    if (lib->startup)
      return NULL;
    if (!first)
      first = lib;
  }
  return first;
}

void dlw_weld_hints(dlw_weld *w) {
  enum { ENOUGH = 5 };
  unsigned told = 0;
  for (uint32_t i = 1; i < w->library_count; i++)
    for (uint32_t k = 0; k < w->libraries[i].name_count; k++) {
      const dlw_library *lib = &w->libraries[i];
      const dlw_name *name = &lib->names[k];
      if (name->bound != DLW_BOUND_PROGRAM || name->defined ||
          dlw_map_get(&w->program.map, name->name))
        continue;
      const dlw_library *other = exporter(w, i, name->name);
      if (!other)
        continue;
      if (told++ == ENOUGH)
        return;
      dlw_note(w->cx, NULL,
               "%.*s refers to '%.*s', which %.*s exports: if it depends on "
               "that library, say needed=%.*s=%.*s",
               DLW_FMT(lib->soname), DLW_FMT(name->name),
               DLW_FMT(other->soname), DLW_FMT(lib->soname),
               DLW_FMT(other->soname));
    }
}
