/* Reading a file for `dlweld ls`. What is said of a weldable library or a
   shared module is what a link with dlopen=FILE makes of it, since the weld
   itself reads it; of a welded module, what its index says. */
#include "seen.h"

#include <stdlib.h>

#include "object/layout.h"

static void emit(void *user, dlw_severity severity, const char *text) {
  dlw_seen *s = user;
  if (severity == DLW_ERROR && !s->error)
    s->error = strdup(text);
  dlw_print_message(NULL, severity, text);
}

static int by_name(const void *a, const void *b) {
  dlw_str x = ((const dlw_seen_export *)a)->name;
  dlw_str y = ((const dlw_seen_export *)b)->name;
  size_t n = x.n < y.n ? x.n : y.n;
  int order = n ? memcmp(x.p, y.p, n) : 0;
  return order ? order : (x.n > y.n) - (x.n < y.n);
}

static void sort_exports(dlw_seen_library *lib) {
  if (lib->export_count)
    qsort(lib->exports, lib->export_count, sizeof *lib->exports, by_name);
}

/* --- Welded modules --- */

bool dlw_slot_code(const dlw_module *m, const dlw_layout *layout, uint64_t slot,
                   uint32_t *function, uint64_t *size) {
  if (!layout->has_slots || slot >= layout->slot_count || !layout->slots[slot])
    return false;
  uint32_t imported = m->imported[DLW_EXT_FUNCTION];
  *function = layout->slots[slot] - 1;
  if (*function < imported ||
      *function - imported >= m->defined[DLW_EXT_FUNCTION])
    return false;
  *size = m->codes[*function - imported].body.n;
  return true;
}

static bool word_function(const dlw_seen *s, const dlw_layout *layout,
                          dlw_welded_word word, uint32_t *function) {
  uint64_t size;
  return word.offset &&
         dlw_slot_code(&s->module, layout, word.value, function, &size);
}

/* Bytes of functions from `first` up to `end`. */
static uint64_t code_between(const dlw_module *m, uint32_t first,
                             uint32_t end) {
  uint64_t size = 0;
  uint32_t imported = m->imported[DLW_EXT_FUNCTION];
  for (uint32_t f = first; f < end; f++)
    size += m->codes[f - imported].body.n;
  return size;
}

/* Whether an exported function of the library lies behind all marks: then it
   was compiled by the linker, and others may have been, too. */
static bool compiled_late(const dlw_seen *s, const dlw_layout *layout,
                          const dlw_welded_library *lib, uint32_t last) {
  for (uint32_t i = 0; i < lib->symbol_count; i++) {
    uint32_t function;
    uint64_t size;
    if (lib->symbols[i].kind == DLW_SYMBOL_FUNCTION &&
        dlw_slot_code(&s->module, layout, lib->symbols[i].value, &function,
                      &size) &&
        function > last)
      return true;
  }
  return false;
}

/* The linker puts code in the order of files, so a library's lies between two
   marks. Nothing is said where some tool has changed the order since, or code
   came out of bitcode, which lies behind. */
static bool measure_code(dlw_seen *s) {
  const dlw_welded *x = &s->welded;
  const dlw_module *m = &s->module;
  dlw_layout layout;
  uint32_t n = x->library_count;
  if (n < 2 || x->relocatable)
    return true;
  uint32_t *marks = dlw_alloc(&s->cx, (size_t)n + 1, sizeof *marks);
  if (!marks || !dlw_layout_read(&s->cx, m, &layout))
    return false;
  for (uint32_t i = 1; i <= n; i++) {
    dlw_welded_word word = i < n ? x->libraries[i].mark : x->slots_end;
    if (!word_function(s, &layout, word, &marks[i]) || marks[i] <= marks[i - 1])
      return true;
  }
  uint32_t first = m->imported[DLW_EXT_FUNCTION];
  uint64_t rest =
      code_between(m, first, marks[1] + 1) +
      code_between(m, marks[n], first + m->defined[DLW_EXT_FUNCTION]);
  bool certain = true;
  for (uint32_t i = 1; i < n; i++) {
    dlw_seen_library *lib = &s->libraries[i];
    lib->has_code = !compiled_late(s, &layout, &x->libraries[i], marks[n]);
    lib->code = code_between(m, marks[i] + 1, marks[i + 1]);
    rest += i > 1 ? code_between(m, marks[i], marks[i] + 1) : 0;
    certain &= lib->has_code;
  }
  s->libraries[0].has_code = certain;
  s->libraries[0].code = rest;
  return true;
}

static void measure_data(dlw_seen_library *lib,
                         const dlw_welded_library *from) {
  uint64_t *kinds[] = {&lib->data.constant, &lib->data.data, &lib->data.zero,
                       &lib->data.tls};
  lib->has_data = from->range_count > 0;
  for (uint32_t i = 0; i < from->range_count; i++) {
    const dlw_welded_range *range = &from->ranges[i];
    if (range->kind < 4 && range->end >= range->start)
      *kinds[range->kind] += range->end - range->start;
  }
}

static bool take_list(dlw_ctx *cx, dlw_list *list, const dlw_str *items,
                      uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (!dlw_list_add(cx, list, items[i]))
      return false;
  return true;
}

static bool take_symbols(dlw_seen *s, const dlw_welded_library *from,
                         dlw_seen_library *lib) {
  uint32_t n = 0;
  lib->exports = dlw_alloc(&s->cx, lib->export_count, sizeof *lib->exports);
  if (!lib->exports)
    return false;
  for (uint32_t i = 0; i < from->symbol_count; i++) {
    const dlw_welded_symbol *symbol = &from->symbols[i];
    if (!symbol->libc)
      lib->exports[n++] = (dlw_seen_export){
          symbol->name, symbol->kind, !s->welded.relocatable, symbol->value};
  }
  sort_exports(lib);
  return true;
}

static bool take_welded(dlw_seen *s, const dlw_welded_library *from,
                        dlw_seen_library *lib) {
  const dlw_welded *x = &s->welded;
  lib->soname = from->soname;
  lib->flags = from->flags;
  lib->init = from->init.offset != 0;
  lib->fini = from->fini.offset != 0;
  for (uint32_t i = 0; i < from->needed_count; i++)
    if (!dlw_list_add(&s->cx, &lib->needed,
                      x->libraries[from->needed[i]].soname))
      return false;
  if (!take_list(&s->cx, &lib->aliases, from->aliases, from->alias_count) ||
      !take_list(&s->cx, &lib->run_paths, from->run_paths,
                 from->run_path_count))
    return false;
  for (uint32_t i = 0; i < from->symbol_count; i++)
    lib->export_count += !from->symbols[i].libc;
  if (s->list && !take_symbols(s, from, lib))
    return false;
  if (!x->relocatable)
    measure_data(lib, from);
  return true;
}

static bool see_welded(dlw_seen *s) {
  s->kind = DLW_SEEN_WELDED;
  s->library_count = s->welded.library_count;
  s->libraries = dlw_alloc(&s->cx, s->library_count, sizeof *s->libraries);
  if (!s->libraries)
    return false;
  for (uint32_t i = 0; i < s->library_count; i++)
    if (!take_welded(s, &s->welded.libraries[i], &s->libraries[i]))
      return false;
  return measure_code(s);
}

/* --- Libraries by themselves --- */

static bool take_exports(dlw_seen *s, dlw_weld *w, dlw_library *from,
                         dlw_seen_library *lib) {
  if (!dlw_weld_names(w, from) || !dlw_weld_choose_exports(w, from))
    return false;
  lib->exports = dlw_alloc(&s->cx, from->export_count, sizeof *lib->exports);
  if (!lib->exports)
    return false;
  for (uint32_t i = 0; i < from->name_count; i++) {
    const dlw_name *name = &from->names[i];
    if (!name->exported)
      continue;
    uint32_t flags = w->inputs[name->input].object.symbols[name->symbol].flags;
    uint8_t kind = name->kind == DLW_SYM_FUNCTION ? DLW_SYMBOL_FUNCTION
                   : flags & DLW_SYM_TLS          ? DLW_SYMBOL_TLS
                   : flags & DLW_SYM_ABSOLUTE     ? DLW_SYMBOL_ABSOLUTE
                                                  : DLW_SYMBOL_DATA;
    /* The names of what was lifted are not the file's. */
    char *copy = dlw_strdup(&s->cx, name->name);
    if (!copy)
      return false;
    lib->exports[lib->export_count++] =
        (dlw_seen_export){.name = {copy, name->name.n}, .kind = kind};
  }
  sort_exports(lib);
  return true;
}

/* The file's bytes as a library; `where` names it in messages. */
static bool see_library(dlw_seen *s, const dlw_where *where, dlw_bytes bytes,
                        dlw_seen_library *lib) {
  dlw_weld w;
  dlw_weld_init(&w, &s->cx);
  /* Number 1, for 0 is the program. */
  bool ok = dlw_weld_library(&w, lib->soname) &&
            dlw_weld_add_input(&w, where, 1, bytes);
  if (ok) {
    const dlw_module *m = &w.inputs[0].object.module;
    lib->init = w.inputs[0].object.init_count > 0;
    lib->has_code = true;
    lib->code = code_between(m, m->imported[DLW_EXT_FUNCTION],
                             m->imported[DLW_EXT_FUNCTION] +
                                 m->defined[DLW_EXT_FUNCTION]);
    w.libraries[1].input_count = w.input_count;
    ok = take_exports(s, &w, &w.libraries[1], lib);
  }
  dlw_weld_done(&w);
  return ok;
}

static bool see_one(dlw_seen *s, const dlw_where *where, dlw_bytes bytes,
                    dlw_seen_library *lib) {
  dlw_weldable own;
  dlw_dylink dylink;
  bool found;
  if (s->format == DLW_KIND_SHARED) {
    s->kind = DLW_SEEN_SHARED;
    lib->soname = dlw_soname_in_file(&s->cx, where->file);
    return lib->soname.p && dlw_dylink_read(&s->cx, where, bytes, &dylink) &&
           take_list(&s->cx, &lib->needed, dylink.needed,
                     dylink.needed_count) &&
           take_list(&s->cx, &lib->run_paths, dylink.run_paths,
                     dylink.run_path_count) &&
           see_library(s, where, bytes, lib);
  }
  s->kind = DLW_SEEN_WELDABLE;
  if (!dlw_weldable_read(&s->cx, where, bytes, &own, &found))
    return false;
  lib->soname = own.soname;
  lib->needed = own.needed;
  lib->run_paths = own.run_paths;
  return see_library(s, where, bytes, lib);
}

/* --- Files --- */

static bool see_module(dlw_seen *s, const dlw_where *where, dlw_bytes bytes) {
  if (!dlw_module_read(&s->cx, where, bytes, &s->module))
    return false;
  s->has_module = true;
  switch (dlw_welded_read(&s->cx, &s->module, &s->welded)) {
  case DLW_WELDED_ERROR:
    return false;
  case DLW_WELDED_NONE:
    return true;
  default:
    return see_welded(s);
  }
}

/* The index comes first: a module keeps the sections of weldable libraries that
   it was linked from, and a shared module may be a welded one. */
static bool see_wasm(dlw_seen *s, const dlw_where *where, dlw_bytes bytes) {
  dlw_object object;
  bool weldable = dlw_bytes_are_weldable(bytes);
  if (!see_module(s, where, bytes))
    return false;
  if (s->kind == DLW_SEEN_WELDED)
    return true;
  if (s->format == DLW_KIND_SHARED || weldable) {
    s->libraries = dlw_alloc(&s->cx, 1, sizeof *s->libraries);
    s->library_count = 1;
    return s->libraries && see_one(s, where, bytes, &s->libraries[0]);
  }
  return s->format == DLW_KIND_MODULE ||
         dlw_object_read_symbols(&s->cx, where, bytes, &object);
}

static bool see(dlw_seen *s, const dlw_where *where, dlw_bytes bytes) {
  s->format = dlw_kind_of(bytes);
  switch (s->format) {
  case DLW_KIND_OBJECT:
  case DLW_KIND_MODULE:
  case DLW_KIND_SHARED:
    return see_wasm(s, where, bytes);
  case DLW_KIND_ARCHIVE:
  case DLW_KIND_THIN_ARCHIVE:
    return dlw_archive_read(&s->cx, where, bytes, &s->archive);
  case DLW_KIND_BITCODE:
    return dlw_bitcode_read(&s->cx, where, bytes, &s->bitcode);
  default:
    return true;
  }
}

void dlw_seen_read(dlw_seen *s, const char *path, bool list) {
  *s = (dlw_seen){.path = dlw_str_of(path), .list = list};
  dlw_ctx_init(&s->cx, emit, s);
  dlw_where where = {.file = s->path};
  s->ok = dlw_file_open(&s->cx, s->path, &s->file) &&
          see(s, &where, (dlw_bytes){s->file.data, s->file.size});
}

void dlw_seen_done(dlw_seen *s) {
  dlw_file_close(&s->file);
  dlw_ctx_done(&s->cx);
  free(s->error);
}

const char *dlw_seen_name(const dlw_seen *s) {
  if (s->kind == DLW_SEEN_WELDED)
    return s->format == DLW_KIND_OBJECT   ? "welded object"
           : s->format == DLW_KIND_SHARED ? "welded shared module"
                                          : "welded module";
  if (s->kind == DLW_SEEN_WELDABLE)
    return "weldable library";
  if (s->kind == DLW_SEEN_SHARED)
    return "shared module";
  return dlw_kind_name(s->format);
}

dlw_str dlw_seen_title(const dlw_seen_library *lib) {
  return lib->flags & DLW_LIBRARY_PROGRAM ? DLW_STR("the program")
                                          : lib->soname;
}

const char *dlw_seen_kind_name(uint8_t kind) {
  static const char *const names[] = {"function", "data", "tls", "absolute"};
  return names[kind & 3];
}

unsigned dlw_seen_flags(const dlw_seen_library *lib, const char *words[8]) {
  unsigned n = 0;
  if (lib->flags & DLW_LIBRARY_STARTUP)
    words[n++] = "startup";
  if (lib->flags & DLW_LIBRARY_UNLOAD)
    words[n++] = "unload";
  if (lib->flags & DLW_LIBRARY_SMALL)
    words[n++] = "small";
  if (lib->flags & DLW_LIBRARY_NO_SYMBOLS)
    words[n++] = "no-index";
  if (lib->init)
    words[n++] = "init";
  if (lib->fini)
    words[n++] = "fini";
  return n;
}
