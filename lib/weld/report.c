/* The report: what is collected for it, and in which form it is written. */
#include "weld/report-model.h"

#include <stdlib.h>

#include "dlfcn/index.h"
#include "index/welded.h"
#include "weld/index.h"

bool dlw_report_form_of(dlw_ctx *cx, dlw_str path, dlw_report_form *out) {
  *out =
      dlw_str_ends(path, DLW_STR(".html")) ? DLW_REPORT_HTML : DLW_REPORT_JSON;
  return *out == DLW_REPORT_HTML || dlw_str_ends(path, DLW_STR(".json")) ||
         dlw_error(cx, NULL,
                   "report=%.*s: the name must end in .json or .html, which "
                   "says what is written",
                   DLW_FMT(path));
}

/* --- Words for people and programs --- */

const char *const dlw_part_names[DLW_PARTS] = {
    "code", "constants", "data", "tls", "index", "names", "debug", "structure"};

uint64_t dlw_sizes_total(const dlw_sizes *s) {
  uint64_t total = 0;
  for (int i = 0; i < DLW_PARTS; i++)
    total += s->parts[i];
  return total;
}

dlw_str dlw_report_owner(const dlw_report *r, uint32_t owner) {
  static const char *const others[DLW_OWNERS] = {"C library", "dlweld",
                                                 "module"};
  if (owner == 0)
    return DLW_STR("program");
  return owner < r->w->library_count
             ? r->w->libraries[owner].soname
             : dlw_str_of(others[owner - r->w->library_count]);
}

dlw_str dlw_report_definer(const dlw_report *r, uint32_t definition) {
  switch (definition) {
  case DLW_BY_LIBRARIES:
    return DLW_STR("merged");
  case DLW_BY_DLWELD:
    return DLW_STR("dlweld");
  case DLW_BY_HOST:
    return DLW_STR("elsewhere");
  default:
    return dlw_report_owner(r, definition);
  }
}

const char *dlw_report_kind(uint8_t kind) {
  switch (kind) {
  case DLW_SYM_FUNCTION:
    return "function";
  case DLW_SYM_DATA:
    return "variable";
  case DLW_SYM_GLOBAL:
    return "global";
  case DLW_SYM_TAG:
    return "tag";
  case DLW_SYM_TABLE:
    return "table";
  default:
    return "symbol";
  }
}

static const struct {
  const char *word, *text;
} whys[] = {
    [DLW_WHY_NONE] = {"none", ""},
    [DLW_WHY_LINKER] = {"linker",
                        "made by the linker, or one for the whole module"},
    [DLW_WHY_TAG] = {"tag", "exception tags: one for the whole module, so that "
                            "what one library throws another can catch"},
    [DLW_WHY_DLFCN] = {"dlfcn", "the functions of dlopen itself: the run "
                                "time's"},
    [DLW_WHY_LIBC] = {"libc", "functions and variables of the C library: the "
                              "program's copy"},
    [DLW_WHY_ALLOCATOR] = {"allocator", "malloc and its family, operator new "
                                        "and delete: one heap for all"},
    [DLW_WHY_SHARE] = {"share", "asked for by share="},
    [DLW_WHY_BIND] = {"bind", "asked for by bind=program: what the program "
                              "defines, too"},
    [DLW_WHY_VAGUE] = {"vague", "C++ inline functions, templates and typeinfo, "
                                "merged by vague=share"},
    [DLW_WHY_RTTI] = {"typeinfo", "C++ typeinfo, merged so that exceptions and "
                                  "dynamic_cast work across libraries"},
    [DLW_WHY_STARTUP] = {"startup", "of startup libraries: found by the "
                                    "program under the plain name"},
    [DLW_WHY_LIBCALL] = {"libcall", "functions that LLVM may call by itself, "
                                    "in bitcode"},
};

const char *dlw_report_why(uint8_t why) { return whys[why].word; }
const char *dlw_report_why_text(uint8_t why) { return whys[why].text; }

const char *dlw_report_section_name(uint8_t id) {
  static const char *const names[] = {
      [DLW_SEC_CUSTOM] = "custom",       [DLW_SEC_TYPE] = "type",
      [DLW_SEC_IMPORT] = "import",       [DLW_SEC_FUNCTION] = "function",
      [DLW_SEC_TABLE] = "table",         [DLW_SEC_MEMORY] = "memory",
      [DLW_SEC_GLOBAL] = "global",       [DLW_SEC_EXPORT] = "export",
      [DLW_SEC_START] = "start",         [DLW_SEC_ELEM] = "elem",
      [DLW_SEC_CODE] = "code",           [DLW_SEC_DATA] = "data",
      [DLW_SEC_DATACOUNT] = "datacount", [DLW_SEC_TAG] = "tag"};
  return id < sizeof names / sizeof *names ? names[id] : "unknown";
}

static const uint8_t *type_list(dlw_buf *out, const uint8_t *p,
                                const uint8_t *end) {
  uint32_t count = p < end ? *p++ : 0; /* more are not told */
  for (uint32_t i = 0; i < count && p < end; i++, p++) {
    const char *name = *p == 0x7f   ? "i32"
                       : *p == 0x7e ? "i64"
                       : *p == 0x7d ? "f32"
                       : *p == 0x7c ? "f64"
                       : *p == 0x7b ? "v128"
                       : *p == 0x70 ? "funcref"
                       : *p == 0x6f ? "externref"
                       : *p == 0x69 ? "exnref"
                                    : "?";
    if (i)
      dlw_buf_bytes(out, ", ", 2);
    dlw_buf_bytes(out, name, strlen(name));
  }
  return p;
}

void dlw_report_type(dlw_buf *out, dlw_bytes type) {
  if (!type.n || type.p[0] != 0x60)
    return;
  const uint8_t *p = type.p + 1, *end = type.p + type.n;
  dlw_buf_u8(out, '(');
  p = type_list(out, p, end);
  bool several = p < end && *p != 1;
  dlw_buf_bytes(out, several ? ") -> (" : ") -> ", several ? 6 : 5);
  type_list(out, p, end);
  if (several)
    dlw_buf_u8(out, ')');
}

/* --- The module --- */

uint64_t dlw_report_word(const dlw_report *r, const dlw_index_word *word) {
  unsigned width = r->w->memory64 ? 8 : 4;
  uint64_t value = 0;
  for (unsigned i = 0; r->words && i < width; i++)
    value |= (uint64_t)r->words[word->offset + i] << (8 * i);
  return value;
}

/* The section's copy of the index, whose words are final in more modules than
   those of the data; in an object (-r) none is. */
static void words_find(dlw_report *r) {
  const dlw_module *m = &r->module;
  size_t size = r->w->index.image.size;
  r->object = r->w->relocatable;
  r->relative = r->layout.relative && !r->object;
  for (uint32_t i = 0; i < m->section_count && !r->object; i++) {
    const dlw_section *s = &m->sections[i];
    if (s->id == DLW_SEC_CUSTOM &&
        dlw_str_eq(s->name, DLW_STR(DLW_DLSYM_SECTION)) &&
        s->payload.n >= DLW_DLSYM_HEAD + size)
      r->words = s->payload.p + DLW_DLSYM_HEAD;
  }
}

/* --- Exports --- */

static int export_order(const void *a, const void *b) {
  const dlw_report_export *x = a, *y = b;
  size_t n = x->name.n < y->name.n ? x->name.n : y->name.n;
  int order = n ? memcmp(x->name.p, y->name.p, n) : 0;
  return order ? order : x->name.n < y->name.n ? -1 : x->name.n > y->name.n;
}

/* What the word's symbol is: its name, size and whether it is a number. */
static void export_describe(const dlw_weld *w, const dlw_index_word *word,
                            dlw_report_export *out) {
  if (word->library == 0) {
    const dlw_program_symbol *s = &w->program.symbols[word->number];
    out->name = dlw_name_for_dlsym(&w->program.map, s->name);
    out->size = s->size;
    out->absolute = s->described && (s->flags & DLW_SYM_ABSOLUTE);
    return;
  }
  const dlw_library *lib = &w->libraries[word->library];
  const dlw_name *name = &lib->names[word->number];
  out->name = dlw_name_for_dlsym(&lib->map, name->name);
  if (!name->defined)
    return;
  const dlw_symbol *s = &w->inputs[name->input].object.symbols[name->symbol];
  out->size = s->size;
  out->absolute = s->flags & DLW_SYM_ABSOLUTE;
}

/* A library's absolute symbols have no words: their values are known. Counts
   them, and adds them unless `out` is NULL. */
static uint32_t absolute_exports(const dlw_weld *w, const dlw_library *lib,
                                 dlw_report_export *out) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < lib->name_count; i++) {
    const dlw_name *name = &lib->names[i];
    if (!name->exported || name->bound == DLW_BOUND_THUNK ||
        name->kind != DLW_SYM_DATA || lib->index_form == DLW_INDEX_NONE)
      continue;
    const dlw_symbol *s = &w->inputs[name->input].object.symbols[name->symbol];
    if (!(s->flags & DLW_SYM_ABSOLUTE))
      continue;
    if (out)
      out[count] = (dlw_report_export){.name = name->name,
                                       .kind = DLW_SYM_DATA,
                                       .absolute = true,
                                       .value = s->offset,
                                       .size = s->size};
    count++;
  }
  return count;
}

/* Bytes of the code of the function in that slot; 0: not known. */
static uint64_t code_size(const dlw_report *r, uint64_t slot) {
  const dlw_module *m = &r->module;
  if (!r->words || slot >= r->layout.slot_count || !r->layout.slots[slot])
    return 0;
  uint32_t function = r->layout.slots[slot] - 1;
  uint32_t imported = m->imported[DLW_EXT_FUNCTION];
  return function < imported ? 0 : m->codes[function - imported].body.n;
}

bool dlw_report_exports(dlw_report *r) {
  const dlw_weld *w = r->w;
  const dlw_index *x = &w->index;
  r->exports = dlw_alloc(w->cx, w->library_count, sizeof *r->exports);
  r->export_counts =
      dlw_alloc(w->cx, w->library_count, sizeof *r->export_counts);
  if (!r->exports || !r->export_counts)
    return false;
  for (uint32_t i = 0; i < x->word_count; i++)
    if (x->words[i].what == DLW_WORD_EXPORT)
      r->export_counts[x->words[i].library]++;
  for (uint32_t i = 0; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    uint32_t absolute = i ? absolute_exports(w, lib, NULL) : 0;
    r->exports[i] = dlw_alloc(w->cx, (size_t)r->export_counts[i] + absolute,
                              sizeof **r->exports);
    if (!r->exports[i])
      return false;
    r->export_counts[i] = i ? absolute_exports(w, lib, r->exports[i]) : 0;
  }
  for (uint32_t i = 0; i < x->word_count; i++) {
    const dlw_index_word *word = &x->words[i];
    if (word->what != DLW_WORD_EXPORT)
      continue;
    dlw_report_export *e =
        &r->exports[word->library][r->export_counts[word->library]++];
    e->kind = word->kind;
    e->tls = word->tls;
    e->value = dlw_report_word(r, word);
    e->missing = r->words && !e->value && word->may_be_zero;
    if (word->kind == DLW_SYM_FUNCTION)
      e->type = x->types[word->type];
    export_describe(w, word, e);
    if (word->kind == DLW_SYM_FUNCTION)
      e->size = code_size(r, e->value);
    e->missing &= !e->absolute && !e->tls;
  }
  for (uint32_t i = 0; i < w->library_count; i++)
    if (r->export_counts[i])
      qsort(r->exports[i], r->export_counts[i], sizeof **r->exports,
            export_order);
  return true;
}

bool dlw_weld_report(dlw_weld *w, dlw_report_form form,
                     const dlw_report_facts *facts, dlw_buf *out) {
  dlw_report r = {.w = w, .facts = facts};
  dlw_where where = {.file = DLW_STR("linked module")};
  if (!dlw_module_read(w->cx, &where, facts->module, &r.module) ||
      !dlw_layout_read(w->cx, &r.module, &r.layout))
    return false;
  words_find(&r);
  if (!dlw_report_sizes(&r) || !dlw_report_names(&r) || !dlw_report_exports(&r))
    return false;
  if (form == DLW_REPORT_HTML && r.has_cxx)
    r.demangler = dlw_demangler_find();
  if (form == DLW_REPORT_JSON)
    dlw_report_json(&r, out);
  else if (!dlw_report_html(&r, out))
    return false;
  return dlw_buf_ok(out) || dlw_out_of_memory(w->cx);
}
