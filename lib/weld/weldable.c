/* Weldable libraries: reading and making them. */
#include "weld/weldable.h"

#include "index/welded.h"
#include "object/cursor.h"
#include "weld/emit.h"

enum {
  SUB_SONAME = 1,
  SUB_NEEDED = 2,
  SUB_EXPORTS = 3,
  SUB_RUN_PATHS = 4,
  SUB_SIZES = 5,
};

/* --- Reading --- */

static bool read_list(dlw_cursor *c, dlw_list *list) {
  uint32_t count;
  if (!dlw_cursor_count(c, "count", 1, &count))
    return false;
  while (count--) {
    dlw_str item;
    const uint8_t *at = c->p;
    if (!dlw_cursor_name(c, "string", &item))
      return false;
    if (!item.n || memchr(item.p, 0, item.n))
      return dlw_cursor_fail_at(c, at, "a name is empty, or has a NUL in it");
    if (!dlw_list_add(c->reader->cx, list, item))
      return false;
  }
  return true;
}

static bool read_subsection(dlw_cursor *c, uint8_t type, dlw_weldable *out) {
  const uint8_t *at = c->p;
  switch (type) {
  case SUB_SONAME:
    if (out->soname.p)
      return dlw_cursor_fail_at(c, at, "a second soname");
    if (!dlw_cursor_name(c, "soname", &out->soname))
      return false;
    if (!dlw_name_is_soname(out->soname))
      return dlw_cursor_fail_at(c, at, "'%.*s' is no soname",
                                DLW_FMT(out->soname));
    break;
  case SUB_NEEDED:
    if (!read_list(c, &out->needed))
      return false;
    break;
  case SUB_EXPORTS:
    out->has_exports = true;
    if (!read_list(c, &out->exports))
      return false;
    break;
  case SUB_RUN_PATHS:
    if (!read_list(c, &out->run_paths))
      return false;
    break;
  case SUB_SIZES:
    out->has_sizes = true;
    if (!dlw_cursor_u64(c, "size", &out->code_size) ||
        !dlw_cursor_u64(c, "size", &out->data_size))
      return false;
    break;
  default:
    return true;
  }
  return dlw_cursor_done(c);
}

static bool read_payload(const dlw_reader *reader, dlw_bytes payload,
                         dlw_weldable *out) {
  dlw_cursor c = {.p = payload.p,
                  .end = payload.p + payload.n,
                  .reader = reader,
                  .section = DLW_STR(DLW_WELDABLE_SECTION),
                  .unit = "section"};
  while (c.p < c.end) {
    uint8_t type;
    dlw_cursor sub;
    if (!dlw_cursor_subsection(&c, &type, &sub) ||
        !read_subsection(&sub, type, out))
      return false;
  }
  return out->soname.p || dlw_cursor_fail(&c, "there is no soname");
}

/* What the headers of a file's sections say. */
typedef struct survey {
  bool linking;
  bool index;          /* a section dlsym.0 */
  dlw_bytes described; /* the section's payload, or NULL */
  uint64_t code_size, data_size;
} survey;

static bool is_named(dlw_bytes body, const char *name) {
  size_t n = strlen(name);
  return body.n > n && body.p[0] == n && memcmp(body.p + 1, name, n) == 0;
}

static survey survey_file(dlw_bytes input) {
  survey found = {.linking = false};
  dlw_kind kind = dlw_kind_of(input);
  if (kind != DLW_KIND_OBJECT && kind != DLW_KIND_MODULE)
    return found;
  const uint8_t *p = input.p + 8, *end = input.p + input.n;
  while (p < end) {
    uint8_t id = *p++;
    uint64_t size = 0;
    for (unsigned shift = 0; p < end && shift < 35; shift += 7) {
      size |= (uint64_t)(*p & 0x7f) << shift;
      if (*p++ < 0x80)
        break;
    }
    if (size > (uint64_t)(end - p))
      break;
    dlw_bytes body = {p, (size_t)size};
    p += size;
    if (id == DLW_SEC_CODE)
      found.code_size = size;
    if (id == DLW_SEC_DATA)
      found.data_size = size;
    if (id != DLW_SEC_CUSTOM)
      continue;
    found.linking |= is_named(body, "linking");
    found.index |= is_named(body, DLW_DLSYM_SECTION);
    if (!found.described.p && is_named(body, DLW_WELDABLE_SECTION))
      found.described = (dlw_bytes){body.p + sizeof DLW_WELDABLE_SECTION,
                                    body.n - sizeof DLW_WELDABLE_SECTION};
  }
  return found;
}

bool dlw_bytes_are_weldable(dlw_bytes input) {
  return survey_file(input).described.p != NULL;
}

bool dlw_bytes_are_welded_object(dlw_bytes input) {
  survey found = survey_file(input);
  return found.linking && found.index;
}

bool dlw_bytes_are_shared_library(dlw_bytes input) {
  return dlw_kind_of(input) == DLW_KIND_SHARED || dlw_bytes_are_weldable(input);
}

bool dlw_weldable_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                       dlw_weldable *out, bool *found) {
  survey s = survey_file(input);
  *out = (dlw_weldable){.soname = {0}};
  *found = s.described.p != NULL;
  if (!*found)
    return true;
  if (!s.linking)
    return dlw_error(cx, where,
                     "is a weldable library without its symbols: it was "
                     "stripped; strip only debug information (--strip-debug)");
  dlw_reader reader = {.cx = cx, .where = where, .base = input.p};
  return read_payload(&reader, s.described, out) &&
         (!out->has_sizes ||
          (out->code_size == s.code_size && out->data_size == s.data_size) ||
          dlw_error(
              cx, where,
              "was changed after it was linked, as clang does from -O1 on "
              "where it finds wasm-opt: link the library with "
              "--no-wasm-opt"));
}

/* `name.id`, or `name..id` where the name has dots, without what follows it;
   any other name as it is. */
static dlw_str plain_name(dlw_str name, dlw_str id) {
  if (!dlw_str_ends(name, id) || name.n <= id.n ||
      name.p[name.n - id.n - 1] != '.')
    return name;
  dlw_str plain = {name.p, name.n - id.n - 1};
  bool dotted = plain.n && plain.p[plain.n - 1] == '.';
  plain.n -= dotted;
  bool dots = plain.n && memchr(plain.p, '.', plain.n) != NULL;
  return dots == dotted ? plain : name;
}

void dlw_weldable_restore(dlw_object *o, dlw_str id) {
  for (uint32_t i = 0; i < o->symbol_count; i++) {
    dlw_symbol *s = &o->symbols[i];
    if (s->kind == DLW_SYM_SECTION ||
        (s->flags & (DLW_SYM_UNDEFINED | DLW_SYM_LOCAL)))
      continue;
    dlw_object_call(o, i, plain_name(s->name, id));
  }
  for (uint32_t i = 0; i < o->comdat_count; i++)
    dlw_object_call_comdat(o, i, plain_name(o->comdats[i].name, id));
}

dlw_str dlw_soname_in_file(dlw_ctx *cx, dlw_str path) {
  /* Whatever is wrong with the file is reported when it is read. */
  dlw_diag diag = cx->diag;
  cx->diag.emit = NULL;
  dlw_file file;
  dlw_str soname = {0};
  if (dlw_file_is_regular(cx, path) && dlw_file_open(cx, path, &file)) {
    dlw_bytes bytes = {file.data, file.size};
    dlw_where where = {.file = path};
    dlw_reader reader = {.cx = cx, .where = &where, .base = file.data};
    dlw_bytes described = survey_file(bytes).described;
    dlw_weldable l = {.soname = {0}};
    if (dlw_kind_of(bytes) == DLW_KIND_SHARED) /* by its name, to others */
      soname = dlw_sprintf(cx, "%.*s", DLW_FMT(dlw_str_basename(path)));
    else if (described.p && read_payload(&reader, described, &l))
      soname = dlw_sprintf(cx, "%.*s", DLW_FMT(l.soname));
    dlw_file_close(&file);
  }
  cx->diag = diag;
  return soname.p ? soname : dlw_soname_of_file(cx, path);
}

/* --- Making --- */

static void put_subsection(dlw_buf *out, uint8_t type, const dlw_buf *body) {
  dlw_buf_u8(out, type);
  dlw_buf_uleb(out, body->size);
  dlw_buf_bytes(out, body->data, body->size);
}

static void put_list(dlw_buf *out, uint8_t type, const dlw_list *list) {
  dlw_buf body = {0};
  dlw_buf_uleb(&body, list->count);
  for (uint32_t i = 0; i < list->count; i++)
    dlw_buf_name(&body, list->items[i]);
  put_subsection(out, type, &body);
  out->failed |= body.failed;
  dlw_buf_free(&body);
}

/* Appends the section to the object. */
static void put_section(dlw_buf *out, const dlw_weldable *l) {
  dlw_buf payload = {0}, soname = {0}, sizes = {0};
  survey made = survey_file((dlw_bytes){out->data, out->size});
  dlw_buf_uleb(&sizes, made.code_size);
  dlw_buf_uleb(&sizes, made.data_size);
  dlw_buf_name(&payload, DLW_STR(DLW_WELDABLE_SECTION));
  dlw_buf_name(&soname, l->soname);
  put_subsection(&payload, SUB_SONAME, &soname);
  if (l->needed.count)
    put_list(&payload, SUB_NEEDED, &l->needed);
  if (l->has_exports)
    put_list(&payload, SUB_EXPORTS, &l->exports);
  if (l->run_paths.count)
    put_list(&payload, SUB_RUN_PATHS, &l->run_paths);
  put_subsection(&payload, SUB_SIZES, &sizes);
  dlw_buf_u8(out, DLW_SEC_CUSTOM);
  dlw_buf_uleb(out, payload.size);
  dlw_buf_bytes(out, payload.data, payload.size);
  out->failed |= payload.failed || soname.failed || sizes.failed;
  dlw_buf_free(&payload);
  dlw_buf_free(&sizes);
  dlw_buf_free(&soname);
}

/* What the library exports, by name, so that the file does not hang on hash
   order; nothing where that is simply all it defines. */
static bool list_exports(dlw_weld *w, dlw_library *lib, dlw_weldable *l) {
  l->exports = (dlw_list){0};
  l->has_exports = lib->has_patterns || lib->chosen_exports;
  if (!l->has_exports)
    return true;
  for (uint32_t i = 0; i < lib->name_count; i++)
    if (lib->names[i].exported &&
        !dlw_list_add(w->cx, &l->exports, lib->names[i].name))
      return false;
  return true;
}

/* Names that --export and the like asked for. What the library does not define
   is the program's, or libc's: a warning. */
static void ask_exports(dlw_weld *w, dlw_library *lib, const dlw_list *names,
                        bool must) {
  for (uint32_t i = 0; i < names->count; i++) {
    dlw_str wanted = names->items[i];
    dlw_map_entry *e = dlw_map_get(&lib->map, wanted);
    if (dlw_name_is_linkers(wanted) || dlw_name_is_entry(wanted))
      continue;
    if (e && lib->names[e->value].defined) {
      lib->names[e->value].visible = true;
      lib->chosen_exports = true;
    } else if (must) {
      dlw_warning(w->cx, NULL, "--export=%.*s: the library does not define it",
                  DLW_FMT(wanted));
    }
  }
}

bool dlw_weldable_pull(dlw_weld *w, const dlw_list *names, dlw_buf *out) {
  dlw_emit e = {.w = w, .table = true};
  bool ok = true;
  for (uint32_t i = 0; ok && i < names->count; i++) {
    const dlw_map_entry *m = dlw_map_get(&w->program.map, names->items[i]);
    dlw_program_symbol *s = m ? &w->program.symbols[m->value] : NULL;
    if (!s || s->own)
      continue;
    ok = dlw_program_describe(w, s);
    if (ok && (s->kind == DLW_SYM_FUNCTION || s->kind == DLW_SYM_DATA))
      ok = dlw_emit_undefined(&e, s->name, s->kind, s->type,
                              s->flags & DLW_SYM_TLS) != DLW_NONE;
  }
  ok = ok && dlw_emit_write(&e, out);
  dlw_emit_done(&e);
  return ok;
}

/* What is known of all segments of a name. */
enum { SOME_RETAINED = 1, ALL_STRINGS = 2 };

bool dlw_weldable_note_segments(dlw_ctx *cx, const dlw_where *where,
                                dlw_bytes object, dlw_segment_notes *segments) {
  dlw_object o;
  dlw_kind kind = dlw_kind_of(object);
  segments->incomplete |= kind == DLW_KIND_BITCODE;
  if (kind != DLW_KIND_OBJECT)
    return true;
  if (!dlw_object_read_symbols(cx, where, object, &o))
    return false;
  bool ok = true;
  for (uint32_t i = 0; ok && i < o.module.segment_count; i++) {
    const dlw_segment_info *info = &o.segment_infos[i];
    bool added;
    dlw_map_entry *e = dlw_map_put(cx, &segments->names, info->name, &added);
    ok = e != NULL;
    if (ok && added)
      e->value = ALL_STRINGS;
    if (ok && (info->flags & DLW_SEG_RETAIN))
      e->value |= SOME_RETAINED;
    if (ok && !(info->flags & DLW_SEG_STRINGS))
      e->value &= ~(uint32_t)ALL_STRINGS;
  }
  dlw_object_done(&o);
  return ok;
}

/* The linker's -r keeps none of the flags; without that of strings, it would
   keep all where one is in use. */
static bool mend_segments(dlw_ctx *cx, dlw_object *o,
                          const dlw_segment_notes *segments) {
  bool *tls = dlw_alloc(cx, o->module.segment_count, sizeof *tls);
  if (!tls)
    return false;
  for (uint32_t i = 0; i < o->symbol_count; i++) {
    const dlw_symbol *s = &o->symbols[i];
    if (s->kind == DLW_SYM_DATA && (s->flags & DLW_SYM_TLS) &&
        !(s->flags & (DLW_SYM_UNDEFINED | DLW_SYM_ABSOLUTE)))
      tls[s->index] = true;
  }
  for (uint32_t i = 0; i < o->module.segment_count; i++) {
    const dlw_segment_info *info = &o->segment_infos[i];
    uint32_t flags = info->flags | (tls[i] ? DLW_SEG_TLS : 0u);
    const dlw_map_entry *e = dlw_map_get(&segments->names, info->name);
    if (e && (e->value & SOME_RETAINED))
      flags |= DLW_SEG_RETAIN;
    if (e && (e->value & ALL_STRINGS) && !segments->incomplete)
      flags |= DLW_SEG_STRINGS;
    if (flags != info->flags)
      dlw_object_set_segment_flags(o, i, flags);
  }
  return true;
}

/* How precisely the patterns name it: not at all, by "*", by another wildcard,
   or letter for letter. */
static int precision(const dlw_list *patterns, dlw_str name) {
  int best = 0;
  for (uint32_t i = 0; i < patterns->count && best < 3; i++) {
    dlw_str pattern = patterns->items[i];
    if (!dlw_str_glob(pattern, name))
      continue;
    int here = 3;
    for (size_t k = 0; k < pattern.n; k++)
      if (pattern.p[k] == '\\')
        k++;
      else if (pattern.p[k] == '*' || pattern.p[k] == '?' ||
               pattern.p[k] == '[')
        here = 2;
    if (dlw_str_eq(pattern, DLW_STR("*")))
      here = 1;
    best = here > best ? here : best;
  }
  return best;
}

/* What version scripts say, of names of whatever visibility: the more precise
   pattern counts. Names that none matches stay as they would be without. */
static void ask_scripts(dlw_library *lib, const dlw_weldable_exports *exports) {
  for (uint32_t i = 0; i < lib->name_count; i++) {
    dlw_name *name = &lib->names[i];
    int global = precision(&exports->global, name->name);
    int local = precision(&exports->local, name->name);
    if (!dlw_name_can_export(name) || !(global || local))
      continue;
    name->exported = global >= local;
    lib->chosen_exports = true;
  }
}

static bool choose(dlw_weld *w, dlw_library *lib, dlw_weldable *library,
                   const dlw_weldable_exports *exports) {
  lib->has_patterns = exports->has_patterns;
  lib->patterns = exports->patterns;
  for (uint32_t i = 0; exports->named_only && i < lib->name_count; i++)
    lib->names[i].visible = false;
  lib->chosen_exports |= exports->named_only;
  ask_exports(w, lib, &exports->names, true);
  ask_exports(w, lib, &exports->if_defined, false);
  if (!dlw_weld_choose_exports(w, lib))
    return false;
  if (!lib->has_patterns)
    ask_scripts(lib, exports);
  return list_exports(w, lib, library);
}

static bool make(dlw_weld *w, const dlw_where *where, dlw_bytes object,
                 dlw_weldable *library, const dlw_weldable_exports *exports,
                 const dlw_segment_notes *segments, dlw_buf *out) {
  dlw_library *lib = dlw_weld_library(w, library->soname);
  if (!lib)
    return false;
  dlw_where inside = *where;
  inside.library = library->soname;
  if (!dlw_weld_add_input(w, &inside, 1, object))
    return false;
  lib->input_count = w->input_count;
  dlw_object *o = &w->inputs[0].object;
  if (!mend_segments(w->cx, o, segments) || !dlw_weld_names(w, lib) ||
      !choose(w, lib, library, exports) || !dlw_weld_bind(w) ||
      !dlw_weld_rename_own(w, lib))
    return false;
  /* The linker's -r has written the plain names there. */
  dlw_object_drop_names(o);
  size_t size;
  if (!dlw_object_layout(w->cx, o, &size))
    return false;
  uint8_t *bytes = dlw_buf_grow(out, size);
  if (bytes)
    dlw_object_write(o, bytes);
  put_section(out, library);
  return dlw_buf_ok(out) || dlw_out_of_memory(w->cx);
}

bool dlw_weldable_make(dlw_ctx *cx, const dlw_where *where, dlw_bytes object,
                       dlw_weldable *library,
                       const dlw_weldable_exports *exports,
                       const dlw_segment_notes *segments, dlw_buf *out) {
  dlw_weld w;
  dlw_weld_init(&w, cx);
  bool ok = make(&w, where, object, library, exports, segments, out);
  dlw_weld_done(&w);
  return ok;
}
