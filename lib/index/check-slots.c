/* The table: every function that the index names has a slot there, and that
   slot a function of that type. Post-link tools renumber functions and types,
   and merge equal functions, but keep slots. */
#include <inttypes.h>
#include <stdio.h>

#include "dlfcn/index.h"
#include "index/check-private.h"
#include "object/cursor.h"
#include "support/map.h"

static const uint8_t type_void[] = {0x60, 0, 0};

/* One word that holds a slot. */
typedef struct slot_word {
  dlw_subject about;
  const char *what;
  dlw_bytes type;
  uint64_t value;
} slot_word;

/* --- The table as a whole --- */

static const uint8_t *section_place(const dlw_module *m, uint8_t id) {
  return m->section_of[id] == UINT32_MAX ? NULL
                                         : m->sections[m->section_of[id]].start;
}

static bool has_functions(const dlw_welded *x) {
  for (uint32_t i = 0; i < x->library_count; i++) {
    const dlw_welded_library *lib = &x->libraries[i];
    if (lib->mark.offset || lib->init.offset || lib->fini.offset)
      return true;
    for (uint32_t k = 0; k < lib->symbol_count; k++)
      if (lib->symbols[k].kind == DLW_SYMBOL_FUNCTION && lib->symbols[k].value)
        return true;
  }
  return false;
}

/* Whether slots can be looked up at all. */
static bool check_table(dlw_checker *c) {
  const dlw_layout *l = &c->layout;
  dlw_subject table = {.library = DLW_FAULT_MODULE,
                       .at = section_place(c->m, DLW_SEC_TABLE)};
  dlw_subject elem = {.library = DLW_FAULT_MODULE,
                      .at = section_place(c->m, DLW_SEC_ELEM)};
  if (!l->table.exists) {
    table.hint = "tools remove a table that nothing in the module uses, unless "
                 "it is exported (--export-table)";
    return dlw_check_fault(c, &table, "table-missing", DLW_ERROR,
                           "the module has no table: no function can be called "
                           "by its slot");
  }
  if (l->beyond)
    return dlw_check_fault(c, &elem, "table-small", DLW_ERROR,
                           "an element segment of %u functions ends beyond "
                           "slot %u, the last one that a table can have",
                           l->beyond->count, DLW_MOST_SLOTS - 1);
  if (!l->has_slots)
    return dlw_check_fault(c, &elem, "slots-unknown", DLW_NOTE,
                           "where element segments go is decided when the "
                           "module is loaded: functions are not checked");
  if (l->slot_count > c->slots_room)
    dlw_check_fault(c, &table, "table-small", DLW_ERROR,
                    "the table has room for %" PRIu64 " functions, but element "
                    "segments fill %" PRIu64 " slots: it cannot be "
                    "instantiated",
                    c->slots_room, l->slot_count);
  return true;
}

/* Whether the function does nothing, or is `unreachable`. Marks are of the
   former kind, and tools make one of them all; with
   --unresolved-symbols=ignore-all wasm-ld has one of the latter for all
   undefined functions of a type, and gives each a slot. */
static bool is_stub(const dlw_module *m, uint32_t function) {
  enum { UNREACHABLE, NOP, END = 0x0b };
  uint32_t imported = m->imported[DLW_EXT_FUNCTION];
  if (function < imported)
    return false;
  dlw_bytes code = m->codes[function - imported].body;
  return (code.n == 2 && code.p[0] == 0 && code.p[1] == END) ||
         (code.n == 3 && code.p[0] == 0 && code.p[1] <= NOP &&
          code.p[2] == END);
}

/* Gaps are faults: every slot was somebody's function. One function in several
   slots is what wasm-opt makes of equal functions. */
static bool check_elements(dlw_checker *c) {
  const dlw_layout *l = &c->layout;
  const dlw_module *m = c->m;
  uint32_t count = m->imported[DLW_EXT_FUNCTION] + m->defined[DLW_EXT_FUNCTION];
  uint32_t *slot_of = dlw_alloc(c->cx, count, sizeof *slot_of);
  dlw_subject elem = {.library = DLW_FAULT_MODULE,
                      .at = section_place(m, DLW_SEC_ELEM)};
  uint32_t twice = 0, function = 0, first_slot = 0, second_slot = 0;
  uint64_t gaps = 0, gap = 0, slot = 0;
  if (!slot_of)
    return !(c->failed = true);
  while (slot < l->slot_count && !l->slots[slot])
    slot++;
  for (; slot < l->slot_count; slot++) {
    if (!l->slots[slot]) {
      if (!gaps++)
        gap = slot;
      continue;
    }
    uint32_t f = l->slots[slot] - 1;
    if (slot_of[f] && !is_stub(m, f) && !twice++) {
      function = f;
      first_slot = slot_of[f] - 1;
      second_slot = (uint32_t)slot;
    }
    slot_of[f] = (uint32_t)slot + 1;
  }
  elem.hint = "element segments have been removed or moved";
  if (gaps)
    dlw_check_fault(c, &elem, "slot-gap", DLW_ERROR,
                    "table slot %" PRIu64 " holds no function%s, though slots "
                    "before and behind it do",
                    gap, gaps > 1 ? ", nor do others" : "");
  elem.hint = "wasm-opt does that where it merges equal functions";
  if (twice)
    dlw_check_fault(c, &elem, "slot-twice", DLW_WARNING,
                    "function %u has two table slots, %u and %u%s", function,
                    first_slot, second_slot,
                    twice > 1 ? ", and others have, too" : "");
  return true;
}

/* --- One word --- */

/* A function's type, or {NULL,0} where it cannot be compared: numbers of types
   in it mean this module's. */
static bool comparable(dlw_bytes type) {
  if (type.n < 3 || type.p[0] != 0x60)
    return false;
  for (size_t i = 1; i < type.n; i++)
    if (type.p[i] == 0x63 || type.p[i] == 0x64)
      return false;
  return true;
}

/* As "(i32, i64) -> (f32)". */
static void type_print(dlw_bytes type, char *out, size_t size) {
  static const char *const names[] = {"v128", "f64", "f32", "i64", "i32"};
  size_t n = 0;
  const uint8_t *p = type.p + 1, *end = type.p + type.n;
  for (int part = 0; part < 2 && p < end; part++) {
    n += (size_t)snprintf(out + n, size - n, "%s(", part ? " -> " : "");
    for (uint64_t k = 0, count = dlw_leb_checked(&p); k < count && p < end;
         k++, p++) {
      if (size - n < 40) {
        n += (size_t)snprintf(out + n, size - n, ", ...");
        return;
      }
      const char *name = *p >= 0x7b && *p <= 0x7f ? names[*p - 0x7b] : "ref";
      n += (size_t)snprintf(out + n, size - n, "%s%s", k ? ", " : "", name);
    }
    n += (size_t)snprintf(out + n, size - n, ")");
  }
}

static bool wrong_type(dlw_checker *c, const slot_word *w, uint32_t function,
                       dlw_bytes has) {
  char meant[100] = "", found[100] = "";
  type_print(w->type, meant, sizeof meant);
  type_print(has, found, sizeof found);
  return dlw_check_fault(c, &w->about, "slot-type", DLW_ERROR,
                         "%s: table slot %" PRIu64 " holds function %u of type "
                         "%s, not %s as the index says",
                         w->what, w->value, function, found, meant);
}

/* The function in the slot; UINT32_MAX: none, and it was reported. */
static uint32_t check_slot(dlw_checker *c, const slot_word *w) {
  const dlw_layout *l = &c->layout;
  const dlw_module *m = c->m;
  uint64_t room = c->slots_room < UINT64_MAX ? c->slots_room : l->slot_count;
  if (w->value >= room || w->value >= UINT32_MAX) {
    dlw_check_fault(c, &w->about, "slot-range", DLW_ERROR,
                    "%s: there is no table slot %" PRIu64 ", the table has "
                    "room for %" PRIu64,
                    w->what, w->value, room);
    return UINT32_MAX;
  }
  if (w->value >= l->slot_count || !l->slots[w->value]) {
    dlw_check_fault(c, &w->about, "slot-empty", DLW_ERROR,
                    "%s: table slot %" PRIu64 " holds no function", w->what,
                    w->value);
    return UINT32_MAX;
  }
  uint32_t function = l->slots[w->value] - 1;
  if (function < m->imported[DLW_EXT_FUNCTION] && w->about.library) {
    dlw_check_fault(c, &w->about, "slot-import", DLW_ERROR,
                    "%s: table slot %" PRIu64 " holds function %u, which is "
                    "imported",
                    w->what, w->value, function);
    return UINT32_MAX;
  }
  dlw_bytes type = m->types[dlw_module_function_type(m, function)];
  if (comparable(w->type) && comparable(type) &&
      (type.n != w->type.n || memcmp(type.p, w->type.p, type.n) != 0)) {
    wrong_type(c, w, function, type);
    return UINT32_MAX;
  }
  return function;
}

/* A word that is no symbol's. */
static void check_word(dlw_checker *c, uint32_t library, const char *what,
                       const dlw_welded_word *word) {
  slot_word w = {
      .about = {.library = library, .at = dlw_check_place(c, word->offset)},
      .what = what,
      .type = {type_void, sizeof type_void},
      .value = word->value};
  if (!word->offset)
    return;
  if (!word->value && !c->layout.relative)
    dlw_check_fault(c, &w.about, "slot-empty", DLW_ERROR,
                    "%s: its table slot is 0, which holds no function", what);
  else
    check_slot(c, &w);
}

/* --- Names --- */

/* What stands behind a name that weld gave: "libbar.so" of "foo.libbar.so", of
   "foo.part.0..libbar.so" and of "foo(int) (.libbar.so)". Empty: nothing. */
static dlw_str name_suffix(dlw_str name) {
  const char *p = name.p, *end = p + name.n;
  const char *dot = NULL;
  if (name.n > 4 && end[-1] == ')') {
    for (const char *q = end - 3; q > p && !dot; q--)
      if (q[0] == '(' && q[1] == '.')
        dot = q + 1;
    end--;
  } else {
    for (const char *q = end - 2; q > p && !dot; q--)
      if (q[0] == '.' && q[1] == '.')
        dot = q + 1;
    if (!dot)
      dot = memchr(p, '.', name.n);
  }
  return dot ? (dlw_str){dot + 1, (size_t)(end - dot - 1)} : (dlw_str){0};
}

/* The soname that it says: "$2f" stands for a character. {NULL,0}: no memory.
 */
static dlw_str suffix_soname(dlw_ctx *cx, dlw_str id) {
  static const char digits[] = "0123456789abcdef";
  if (!memchr(id.p, '$', id.n))
    return id;
  char *name = dlw_alloc(cx, id.n, 1);
  size_t n = 0;
  for (size_t i = 0; name && i < id.n; i++) {
    const char *high = id.n - i > 2 ? strchr(digits, id.p[i + 1]) : NULL;
    const char *low = id.n - i > 2 ? strchr(digits, id.p[i + 2]) : NULL;
    bool coded = id.p[i] == '$' && high && *high && low && *low;
    name[n++] = coded ? (char)((high - digits) << 4 | (low - digits)) : id.p[i];
    i += coded ? 2 : 0;
  }
  return name ? (dlw_str){name, n} : (dlw_str){0};
}

/* The other library whose suffix an exported function's name has; 0: none. */
static uint32_t other_owner(dlw_checker *c, const dlw_map *sonames,
                            uint32_t library, dlw_str name) {
  dlw_str suffix = name_suffix(name);
  if (!suffix.n || dlw_str_eq(suffix, c->x->libraries[library].soname))
    return 0;
  dlw_str soname = suffix_soname(c->cx, suffix);
  c->failed |= !soname.p;
  const dlw_map_entry *e = soname.p ? dlw_map_get(sonames, soname) : NULL;
  return e && e->value != library ? e->value : 0;
}

/* --- Libraries --- */

static void check_exports(dlw_checker *c, uint32_t library,
                          const dlw_str *names, const dlw_map *sonames,
                          bool *misnamed) {
  const dlw_welded_library *lib = &c->x->libraries[library];
  for (uint32_t i = 0; i < lib->symbol_count; i++) {
    const dlw_welded_symbol *s = &lib->symbols[i];
    if (s->kind != DLW_SYMBOL_FUNCTION)
      continue;
    slot_word w = {.about = {.library = library,
                             .symbol = s->name,
                             .at = dlw_check_place(c, s->offset)},
                   .what = "exported function",
                   .type = s->type,
                   .value = s->value};
    /* The program's that was not linked in has none. */
    if (!s->value && !library)
      continue;
    if (!s->value && !c->layout.relative) {
      dlw_check_fault(c, &w.about, "slot-empty", DLW_ERROR,
                      "exported function: its table slot is 0, which holds no "
                      "function");
      continue;
    }
    uint32_t function = check_slot(c, &w);
    uint32_t other =
        function != UINT32_MAX && library && !*misnamed && names[function].n
            ? other_owner(c, sonames, library, names[function])
            : 0;
    *misnamed |= other != 0;
    w.about.hint = "wasm-opt does that where it merges equal functions; else "
                   "functions have been moved";
    if (other)
      dlw_check_fault(c, &w.about, "slot-name", DLW_WARNING,
                      "exported function: table slot %" PRIu64
                      " holds '%.*s', which by its "
                      "name is a function of %.*s",
                      w.value, DLW_FMT(names[function]),
                      DLW_FMT(dlw_welded_title(c->x, other)));
  }
}

/* Marks stand between the libraries' functions, in the libraries' order. */
static void check_marks(dlw_checker *c) {
  const dlw_welded *x = c->x;
  uint64_t last = 0;
  for (uint32_t i = 1; i <= x->library_count; i++) {
    bool end = i == x->library_count;
    const dlw_welded_word *word = end ? &x->slots_end : &x->libraries[i].mark;
    uint32_t library = end ? 0 : i;
    dlw_subject about = {.library = library,
                         .at = dlw_check_place(c, word->offset)};
    if (!word->offset)
      continue;
    if (word->value <= last && (last || !c->layout.relative))
      dlw_check_fault(
          c, &about, "slot-order", DLW_ERROR,
          end ? "the functions of the last library end at table slot %" PRIu64
                ", but begin at %" PRIu64
              : "its functions begin at table slot %" PRIu64
                ", but those of the library before at %" PRIu64,
          word->value, last);
    last = word->value;
  }
}

static void check_own_slots(dlw_checker *c, uint32_t library) {
  const dlw_welded_word *w = c->x->libraries[library].slots;
  dlw_subject about = {.library = library,
                       .at = dlw_check_place(c, w[0].offset)};
  if (!w[0].offset || !w[1].offset)
    return;
  if (w[1].value < w[0].value || w[1].value > c->layout.slot_count)
    dlw_check_fault(c, &about, "slot-order", DLW_ERROR,
                    "its table slots in order are from %" PRIu64 " up to "
                    "%" PRIu64 ", of %" PRIu64,
                    w[0].value, w[1].value, c->layout.slot_count);
}

static void check_owners(dlw_checker *c) {
  const dlw_welded *x = c->x;
  dlw_subject about = {.library = DLW_FAULT_MODULE};
  for (uint32_t i = 0; i < x->owner_count; i++) {
    const dlw_welded_owner *o = &x->owner[i];
    if (o->slot < c->layout.slot_count && o->library < x->library_count)
      continue;
    dlw_check_fault(c, &about, "owner-range", DLW_ERROR,
                    "dlsym.0 says that library %u has a function in table slot "
                    "%u: there are %u libraries and %" PRIu64 " slots",
                    o->library, o->slot, x->library_count,
                    c->layout.slot_count);
    return;
  }
}

void dlw_check_slots(dlw_checker *c) {
  const dlw_welded *x = c->x;
  dlw_str *names = NULL;
  dlw_map sonames = {0};
  bool misnamed = false;
  if ((!c->layout.table.exists && !has_functions(x)) || !check_table(c) ||
      !check_elements(c))
    return;
  names = dlw_module_function_names(c->cx, c->m);
  c->failed |= !names;
  for (uint32_t i = 1; !c->failed && i < x->library_count; i++) {
    dlw_map_entry *e =
        dlw_map_put(c->cx, &sonames, x->libraries[i].soname, NULL);
    c->failed |= !e;
    if (e)
      e->value = i;
  }
  if (c->failed)
    return;
  for (uint32_t i = 0; i < x->library_count; i++) {
    const dlw_welded_library *lib = &x->libraries[i];
    check_word(c, i, "constructors", &lib->init);
    check_word(c, i, "destructors", &lib->fini);
    check_word(c, i, "mark", &lib->mark);
    check_own_slots(c, i);
    check_exports(c, i, names, &sonames, &misnamed);
  }
  check_word(c, DLW_FAULT_MODULE, "mark behind the libraries", &x->slots_end);
  check_word(c, DLW_FAULT_MODULE, "destructors at exit", &x->exit);
  check_marks(c);
  check_owners(c);
}
