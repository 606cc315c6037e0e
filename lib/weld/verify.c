/* The check of the finished module against the index. wasm-ld hands out table
   slots and addresses by rules that are written down nowhere, and resolves
   names by rules of its own; so every word of the index is followed to what it
   denotes, and that is compared with the definition that was meant, byte by
   byte but for what relocations fill in. */
#include <inttypes.h>
#include <stdlib.h>

#include "dlfcn/index.h"
#include "index/check.h"
#include "object/layout.h"
#include "weld/index.h"
#include "weld/owners.h"

static const dlw_where linked = {.file = {"linked module", 13}};

/* Bytes that the linker fills in, relative to a section's body. */
typedef struct hole {
  uint64_t offset;
  uint8_t width;
} hole;

typedef struct holes {
  hole *items; /* ascending; arena */
  uint32_t count;
  bool known;
} holes;

typedef struct verifier {
  dlw_weld *w;
  dlw_module module;
  dlw_layout layout;
  dlw_welded index;   /* what the module says */
  holes *code, *data; /* of each input */
  uint64_t tls_base;  /* what thread-local words count from */
  dlw_str *names;     /* of functions, where the module has them */
  uint32_t name_count;
} verifier;

static int hole_order(const void *a, const void *b) {
  const hole *x = a, *y = b;
  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static bool holes_find(verifier *v, holes *h, const dlw_object *o,
                       uint8_t section_id) {
  if (h->known)
    return true;
  h->known = true;
  uint32_t section = o->module.section_of[section_id];
  const dlw_reloc_section *rs =
      section == UINT32_MAX ? NULL : dlw_object_relocs_for(o, section);
  if (!rs)
    return true;
  h->items = dlw_alloc(v->w->cx, rs->count, sizeof *h->items);
  if (!h->items)
    return false;
  dlw_reloc r;
  bool sorted = true;
  for (dlw_reloc_iter it = dlw_relocs(rs); dlw_reloc_next(&it, &r);) {
    sorted &= !h->count || h->items[h->count - 1].offset <= r.offset;
    h->items[h->count++] = (hole){r.offset, r.width};
  }
  if (!sorted)
    qsort(h->items, h->count, sizeof *h->items, hole_order);
  return true;
}

/* The first hole at or behind `offset`. */
static const hole *holes_from(const holes *h, uint64_t offset) {
  uint32_t low = 0, high = h->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (h->items[middle].offset < offset)
      low = middle + 1;
    else
      high = middle;
  }
  return h->items + low;
}

/* Compares code at `offset` of its section with what became of it. A padded
   LEB128 may have been compressed (--compress-relocations). */
static bool same_code(const holes *h, dlw_bytes meant, uint64_t offset,
                      dlw_bytes found) {
  const hole *next = holes_from(h, offset), *last = h->items + h->count;
  size_t i = 0, k = 0;
  while (i < meant.n) {
    size_t run = meant.n - i;
    bool at_hole = next < last && next->offset - offset < meant.n;
    if (at_hole)
      run = (size_t)(next->offset - offset) - i;
    if (found.n - k < run || memcmp(meant.p + i, found.p + k, run) != 0)
      return false;
    i += run;
    k += run;
    if (!at_hole)
      continue;
    i += next->width;
    if (next->width == 4 || next->width == 8) {
      k += next->width;
    } else {
      while (k < found.n && found.p[k] & 0x80)
        k++;
      k++;
    }
    if (k > found.n)
      return false;
    next++;
  }
  return k == found.n;
}

/* --- The finished module --- */

static bool same_data(const verifier *v, const holes *h, dlw_bytes meant,
                      uint64_t offset, uint64_t address) {
  const hole *next = holes_from(h, offset), *last = h->items + h->count;
  for (size_t i = 0; i < meant.n;) {
    if (next < last && next->offset - offset <= i) {
      size_t end = (size_t)(next->offset - offset) + next->width;
      i = end > i ? end : i;
      next++;
      continue;
    }
    size_t run = meant.n - i;
    if (next < last && next->offset - offset < meant.n)
      run = (size_t)(next->offset - offset) - i;
    const uint8_t *p;
    uint64_t there = dlw_layout_memory(&v->layout, address + i, &p);
    if (run > there)
      run = (size_t)there;
    if (p) {
      if (memcmp(meant.p + i, p, run) != 0)
        return false;
    } else {
      for (size_t k = 0; k < run; k++)
        if (meant.p[i + k])
          return false;
    }
    i += run;
  }
  return true;
}

static bool code_of(const verifier *v, uint32_t function, dlw_bytes *code);

/* Whether everything but the words is in the index as it was built. */
static bool is_built(const dlw_index *x, dlw_bytes found, unsigned width) {
  size_t done = 0;
  bool same = found.n == x->image.size;
  for (uint32_t k = 0; same && k <= x->word_count; k++) {
    size_t end = k < x->word_count ? x->words[k].offset : x->image.size;
    same = memcmp(found.p + done, x->image.data + done, end - done) == 0;
    done = end + width;
  }
  return same;
}

/* --- One word --- */

static bool mismatch(verifier *v, const dlw_index_word *word, const char *what,
                     uint64_t value) {
  dlw_weld *w = v->w;
  const char *kind = word->kind == DLW_SYM_FUNCTION ? "table slot" : "address";
  return dlw_error(w->cx, NULL,
                   "the linked module disagrees with the index: %.*s: "
                   "'%.*s': %s %" PRIu64 " %s",
                   DLW_FMT(w->libraries[word->library].soname),
                   DLW_FMT(dlw_index_target(w, word)), kind, value, what);
}

/* The definition a word means, where it is one that we handed in ourselves. */
static const dlw_symbol *
definition_of(const verifier *v, const dlw_index_word *word, uint32_t *input) {
  const dlw_weld *w = v->w;
  if (word->library == 0)
    return NULL;
  const dlw_name *name = &w->libraries[word->library].names[word->number];
  if (name->bound != DLW_BOUND_OWN && name->bound != DLW_BOUND_PROVIDER &&
      !name->own.p)
    return NULL;
  *input = name->input;
  return &w->inputs[name->input].object.symbols[name->symbol];
}

static bool is_type(const verifier *v, uint32_t function, dlw_bytes meant) {
  const dlw_module *m = &v->module;
  dlw_bytes type = m->types[dlw_module_function_type(m, function)];
  return type.n == meant.n && memcmp(type.p, meant.p, type.n) == 0;
}

/* The code of a function of the module; false: it is an import. */
static bool code_of(const verifier *v, uint32_t function, dlw_bytes *code) {
  const dlw_module *m = &v->module;
  uint32_t imported = m->imported[DLW_EXT_FUNCTION];
  if (function < imported ||
      function - imported >= m->defined[DLW_EXT_FUNCTION])
    return false;
  *code = m->codes[function - imported].body;
  return true;
}

/* Of bitcode the code is not known before the link; the name that the linker
   gives the function is, unless names are left out or demangled. Aliases have
   names of one function. */
static bool is_compiled(const verifier *v, uint32_t function, uint32_t input,
                        const dlw_symbol *s) {
  static const char *const stubs[] = {"signature_mismatch:", "undefined_weak:"};
  const dlw_object *o = &v->w->inputs[input].object;
  if (function >= v->name_count || !v->names[function].n)
    return true;
  dlw_str name = v->names[function];
  for (size_t i = 0; i < sizeof stubs / sizeof *stubs; i++)
    if (dlw_str_starts(name, dlw_str_of(stubs[i])))
      return false;
  for (uint32_t i = 0; i < o->symbol_count; i++) {
    const dlw_symbol *t = &o->symbols[i];
    if (t->kind == DLW_SYM_FUNCTION && t->index == s->index &&
        (dlw_str_eq(t->name, name) || dlw_str_starts(t->name, DLW_STR("_Z")) ||
         dlw_str_starts(t->name, DLW_STR("_R"))))
      return true;
  }
  return false;
}

/* Whether it is what became of that definition; `*ok` false: no memory. */
static bool is_definition(verifier *v, uint32_t function, uint32_t input,
                          const dlw_symbol *s, bool *ok) {
  const dlw_object *o = &v->w->inputs[input].object;
  *ok = true;
  if (v->w->inputs[input].bitcode.n)
    return is_compiled(v, function, input, s);
  const dlw_code *meant =
      &o->module.codes[s->index - o->module.imported[DLW_EXT_FUNCTION]];
  holes *h = &v->code[input];
  dlw_bytes found;
  *ok = holes_find(v, h, o, DLW_SEC_CODE);
  return *ok && code_of(v, function, &found) &&
         same_code(h, meant->body, meant->body_offset, found);
}

/* The definition that a call of the constructor means, where it is the
   library's own. */
static bool ctor_definition(const dlw_weld *w, const dlw_library *lib,
                            const dlw_ctor *c, uint32_t *input,
                            const dlw_symbol **s) {
  uint32_t number = w->inputs[c->input].names[c->symbol];
  if (number == DLW_NONE) /* it was local */
    return true;
  const dlw_name *name = &lib->names[number];
  *input = name->input;
  *s = &w->inputs[name->input].object.symbols[name->symbol];
  return name->defined &&
         (name->bound == DLW_BOUND_OWN || name->bound == DLW_BOUND_PROVIDER);
}

/* Whether a shared module's functions have the slots from `first` on, in order:
   its code counts on that. */
static bool check_slots(verifier *v, const dlw_index_word *word,
                        uint64_t first) {
  dlw_weld *w = v->w;
  const dlw_library *lib = &w->libraries[word->library];
  for (uint32_t i = 0; i < lib->slot_count; i++) {
    const dlw_name *name = dlw_weld_slot(lib, i);
    const dlw_symbol *s = &w->inputs[name->input].object.symbols[name->symbol];
    uint64_t slot = first + i;
    bool ok = true;
    if (slot >= v->layout.slot_count || !v->layout.slots[slot] ||
        !is_definition(v, v->layout.slots[slot] - 1, name->input, s, &ok))
      return ok && dlw_error(w->cx, NULL,
                             "the linked module disagrees with the index: "
                             "%.*s: table slot %" PRIu64 " is not that of its "
                             "function %u of %u, which have to be in order",
                             DLW_FMT(lib->soname), slot, i, lib->slot_count);
  }
  return true;
}

/* A library's caller of constructors or destructors, as index-object.c writes
   it: each is called in order with zeros, and what it returns is dropped. */
static bool is_caller(verifier *v, uint32_t function, uint32_t library,
                      const dlw_ctor *ctors, uint32_t count, bool *ok) {
  enum { CALL = 0x10, DROP = 0x1a, END = 0x0b };
  dlw_weld *w = v->w;
  const dlw_library *lib = &w->libraries[library];
  const uint8_t zero[] = {w->memory64 ? 0x42 : 0x41, 0};
  dlw_bytes code;
  *ok = true;
  if (!code_of(v, function, &code) || code.n < 2 || code.p[0] != 0)
    return false;
  const uint8_t *p = code.p + 1, *end = code.p + code.n;
  for (uint32_t i = 0; i < count; i++) {
    const dlw_ctor *c = &ctors[i];
    const dlw_object *o = &w->inputs[c->input].object;
    const dlw_symbol *s = &o->symbols[c->symbol];
    dlw_bytes type =
        o->module.types[dlw_module_function_type(&o->module, s->index)];
    uint64_t callee = 0;
    for (uint8_t k = 0; k < type.p[1]; k++, p += 2)
      if (end - p < 2 || memcmp(p, zero, 2) != 0)
        return false;
    if (p == end || *p++ != CALL)
      return false;
    for (unsigned shift = 0;; shift += 7) {
      if (p == end || shift > 28)
        return false;
      callee |= (uint64_t)(*p & 0x7f) << shift;
      if (!(*p++ & 0x80))
        break;
    }
    for (uint8_t k = 0; k < type.p[2 + type.p[1]]; k++)
      if (p == end || *p++ != DROP)
        return false;
    uint32_t input = c->input;
    if (ctor_definition(w, lib, c, &input, &s) &&
        (callee > UINT32_MAX ||
         !is_definition(v, (uint32_t)callee, input, s, ok)))
      return false;
  }
  return end - p == 1 && *p == END;
}

static bool check_function(verifier *v, const dlw_index_word *word,
                           uint64_t value) {
  if (value >= v->layout.slot_count || !v->layout.slots[value])
    return mismatch(v, word, "holds no function", value);
  uint32_t function = v->layout.slots[value] - 1, input;
  if (!is_type(v, function, v->w->index.types[word->type]))
    return mismatch(v, word, "holds a function of another type", value);
  const dlw_library *lib = &v->w->libraries[word->library];
  const dlw_symbol *s = NULL;
  bool ok = true, same = true;
  dlw_bytes code;
  switch (word->what) {
  case DLW_WORD_EXPORT:
    s = definition_of(v, word, &input);
    same = !s || is_definition(v, function, input, s, &ok);
    break;
  case DLW_WORD_INIT:
    same =
        is_caller(v, function, word->library, lib->ctors, lib->ctor_count, &ok);
    break;
  case DLW_WORD_FINI:
    same =
        is_caller(v, function, word->library, lib->dtors, lib->dtor_count, &ok);
    break;
  case DLW_WORD_SLOTS:
    return check_slots(v, word, value);
  case DLW_WORD_MARK:
    same = code_of(v, function, &code) && code.n == 2;
    break;
  default: /* DLW_WORD_EXIT: the run time's, whose code is not known here;
              DLW_WORD_SLOTS_END */
    break;
  }
  return same || (ok && mismatch(v, word, "holds another function", value));
}

static bool check_data(verifier *v, const dlw_index_word *word,
                       uint64_t value) {
  uint32_t input;
  if (!v->layout.has_addresses)
    return true;
  if (word->what != DLW_WORD_EXPORT)
    return true; /* the check of the module by itself, check_ranges */
  const dlw_symbol *s = definition_of(v, word, &input);
  if (!s || (s->flags & DLW_SYM_ABSOLUTE))
    return true;
  const dlw_object *o = &v->w->inputs[input].object;
  const dlw_segment *segment = &o->module.segments[s->index];
  dlw_bytes bytes = {segment->data.p + s->offset, (size_t)s->size};
  if (!holes_find(v, &v->data[input], o, DLW_SEC_DATA))
    return false;
  if (word->tls)
    value += v->tls_base;
  return same_data(v, &v->data[input], bytes, segment->body_offset + s->offset,
                   value) ||
         mismatch(v, word, "holds other data", value);
}

static uint64_t word_read(const uint8_t *p, unsigned width) {
  uint64_t value = 0;
  for (unsigned i = 0; i < width; i++)
    value |= (uint64_t)p[i] << (8 * i);
  return value;
}

/* Whether data symbols lie in the ranges of their library, and these are no
   larger than its data. */
static bool check_ranges(verifier *v, const uint8_t *index, unsigned width) {
  dlw_weld *w = v->w;
  uint64_t *starts = NULL, *ends = NULL;
  uint32_t room = 0;
  for (uint32_t i = 1; i < w->library_count; i++)
    room =
        w->libraries[i].place_count > room ? w->libraries[i].place_count : room;
  starts = dlw_alloc(w->cx, room, sizeof *starts);
  ends = dlw_alloc(w->cx, room, sizeof *ends);
  if (!starts || !ends)
    return false;
  uint64_t first = 0;
  for (uint32_t i = 0; i < w->index.word_count; i++) {
    const dlw_index_word *word = &w->index.words[i];
    const dlw_library *lib = &w->libraries[word->library];
    uint64_t value = word_read(index + word->offset, width);
    if (word->what == DLW_WORD_SLOTS)
      first = value;
    if (word->what == DLW_WORD_SLOTS_END && value != first + lib->slot_count)
      return mismatch(v, word, "is not behind the library's others", value);
    if (word->what == DLW_WORD_START)
      starts[word->number] = value;
    if (word->what == DLW_WORD_END) {
      ends[word->number] = value;
      if (value - starts[word->number] > lib->places[word->number].room)
        return mismatch(v, word, "is not where the library's data ends", value);
    }
    uint32_t input;
    const dlw_symbol *s = word->what == DLW_WORD_EXPORT &&
                                  word->kind == DLW_SYM_DATA &&
                                  lib->place_count && !w->keep_segments
                              ? definition_of(v, word, &input)
                              : NULL;
    /* Merged strings lie before all marks. */
    bool inside = !s || (s->flags & DLW_SYM_ABSOLUTE) ||
                  (w->inputs[input].object.segment_infos[s->index].flags &
                   DLW_SEG_STRINGS) ||
                  (w->inputs[input].bitcode.n &&
                   !dlw_symbol_is_placed(&w->inputs[input], s));
    for (uint32_t k = 0; !inside && k < lib->place_count; k++)
      inside = value >= starts[k] && value + s->size <= ends[k];
    if (!inside)
      return mismatch(v, word, "is outside of the library's data", value);
  }
  return true;
}

/* dladdr tells a function pointer, a table slot, from an address by its value
   where it knows neither. */
static void warn_of_slots(verifier *v) {
  dlw_weld *w = v->w;
  if (w->library_count < 2 || !v->layout.has_addresses || v->layout.relative ||
      !v->layout.segment_count ||
      v->layout.slot_count <= v->layout.segments[0].address)
    return;
  dlw_warning(w->cx, NULL,
              "static data begins at %" PRIu64 ", below the last table slot, "
              "%" PRIu64
              ": dladdr may take data there for functions; link with "
              "--global-base=%" PRIu64,
              v->layout.segments[0].address, v->layout.slot_count - 1,
              (v->layout.slot_count + 1023) & ~UINT64_C(1023));
}

/* Notes whose functions the slots behind the last mark hold. */
static bool owners_collect(verifier *v) {
  dlw_weld *w = v->w;
  w->owners_address = v->index.owners.value;
  return !v->index.owners.offset || !v->names ||
         dlw_owners_collect(w, v->layout.slots, v->layout.slot_count,
                            v->index.slots_end.value + 1, v->names);
}

static bool has_bitcode(const dlw_weld *w) {
  for (uint32_t i = 0; i < w->input_count; i++)
    if (w->inputs[i].bitcode.n)
      return true;
  return false;
}

/* --- An object (-r): somebody else fills in the words --- */

/* Whether the relocation of each word is by the symbol that was meant. That the
   index in the data has the same ones the check of the object by itself tells.
 */
static bool check_relocs(verifier *v, dlw_bytes bytes) {
  const dlw_where *where = &linked;
  dlw_weld *w = v->w;
  dlw_object o;
  dlw_reloc r;
  uint32_t next = 0;
  if (!dlw_object_read(w->cx, where, bytes, &o))
    return false;
  const dlw_reloc_section *rs = NULL;
  for (uint32_t i = 0; !rs && i < o.module.section_count; i++)
    if (dlw_str_eq(o.module.sections[i].name, DLW_STR(DLW_DLSYM_SECTION)))
      rs = dlw_object_relocs_for(&o, i);
  dlw_reloc_iter it = rs ? dlw_relocs(rs) : (dlw_reloc_iter){0};
  while (dlw_reloc_next(&it, &r)) {
    if (r.offset < DLW_DLSYM_HEAD)
      continue;
    const dlw_index_word *word = &w->index.words[next];
    if (next == w->index.word_count ||
        r.offset - DLW_DLSYM_HEAD != word->offset)
      return dlw_error(w->cx, where,
                       "dlsym.0 has a relocation at %" PRIu64
                       ", where the index has no such word",
                       r.offset);
    dlw_str target = dlw_index_target(w, word);
    if (!target.p)
      return false;
    if (!dlw_str_eq(o.symbols[r.index].name, target))
      return dlw_error(w->cx, where,
                       "dlsym.0 refers to '%.*s' where '%.*s' of %.*s is meant",
                       DLW_FMT(o.symbols[r.index].name), DLW_FMT(target),
                       DLW_FMT(w->libraries[word->library].soname));
    next++;
  }
  return next == w->index.word_count ||
         dlw_error(w->cx, where, "dlsym.0 lacks relocations: it has %u of %u",
                   next, w->index.word_count);
}

/* --- The module by itself --- */

#define MOST_FAULTS 20u

typedef struct reporter {
  dlw_ctx *cx;
  const dlw_welded *index;
  const dlw_where *where;
  uint32_t count;
} reporter;

/* Nobody has had the module in hands yet, so that what only other tools do is a
   fault, too. */
static void on_fault(void *user, const dlw_fault *f) {
  reporter *r = user;
  dlw_where where = *r->where;
  if (f->severity == DLW_NOTE || r->count++ >= MOST_FAULTS)
    return;
  where.offset = f->offset;
  where.has_offset = f->offset != 0;
  dlw_str library = f->library == DLW_FAULT_MODULE
                        ? (dlw_str){0}
                        : dlw_welded_title(r->index, f->library);
  dlw_error(r->cx, &where,
            "the linked module disagrees with the index: %.*s%s%s%.*s%s%.*s",
            DLW_FMT(library), library.n ? ": " : "", f->symbol.n ? "'" : "",
            DLW_FMT(f->symbol), f->symbol.n ? "': " : "", DLW_FMT(f->text));
}

static bool check_itself(dlw_ctx *cx, const dlw_module *m,
                         const dlw_welded *x) {
  reporter r = {.cx = cx, .index = x, .where = &m->where};
  if (dlw_welded_check(cx, m, x, on_fault, &r) == UINT32_MAX)
    return false;
  if (r.count > MOST_FAULTS)
    dlw_note(cx, &m->where, "there are %u more faults", r.count - MOST_FAULTS);
  return r.count == 0;
}

/* --- All of it --- */

static bool check_words(verifier *v) {
  dlw_weld *w = v->w;
  const uint8_t *at = v->index.bytes.p;
  unsigned width = w->memory64 ? 8 : 4;
  bool ok = true;
  for (uint32_t i = 0; i < w->index.word_count; i++) {
    const dlw_index_word *word = &w->index.words[i];
    uint64_t value = word_read(at + word->offset, width);
    /* What a shared module's program exports, another module may define. */
    bool open =
        v->layout.relative && !word->library && word->what == DLW_WORD_EXPORT;
    if (value == 0 && (word->may_be_zero || open))
      continue;
    if (word->kind == DLW_SYM_FUNCTION ? !check_function(v, word, value)
                                       : !check_data(v, word, value))
      ok = false;
  }
  return ok && check_ranges(v, at, width);
}

/* Reads module and index, and checks them by themselves. */
static bool read_checked(dlw_ctx *cx, dlw_bytes bytes, dlw_module *m,
                         dlw_welded *x) {
  if (!dlw_module_read(cx, &linked, bytes, m))
    return false;
  dlw_welded_found found = dlw_welded_read(cx, m, x);
  if (found == DLW_WELDED_ERROR)
    return false;
  if (found == DLW_WELDED_NONE || !x->in_section)
    return dlw_error(cx, &linked,
                     "the index is not in it: it has no section "
                     "dlsym.0");
  return check_itself(cx, m, x);
}

bool dlw_weld_check(dlw_ctx *cx, dlw_bytes bytes) {
  dlw_module m;
  dlw_welded x;
  return read_checked(cx, bytes, &m, &x);
}

bool dlw_weld_verify(dlw_weld *w, dlw_bytes bytes) {
  verifier v = {.w = w};
  if (!read_checked(w->cx, bytes, &v.module, &v.index))
    return false;
  if (!is_built(&w->index, v.index.bytes, w->memory64 ? 8 : 4))
    return dlw_error(w->cx, &linked, "the index in it is another one");
  w->linked = dlw_alloc(w->cx, 1, sizeof *w->linked);
  if (!w->linked)
    return false;
  *w->linked = v.module;
  if (v.index.relocatable)
    return check_relocs(&v, bytes);
  v.code = dlw_alloc(w->cx, w->input_count, sizeof *v.code);
  v.data = dlw_alloc(w->cx, w->input_count, sizeof *v.data);
  if (!v.code || !v.data || !dlw_layout_read(w->cx, &v.module, &v.layout))
    return false;
  if (has_bitcode(w) &&
      !(v.names = dlw_module_function_names(w->cx, &v.module)))
    return false;
  if (v.names)
    v.name_count = v.module.imported[DLW_EXT_FUNCTION] +
                   v.module.defined[DLW_EXT_FUNCTION];
  dlw_welded_tls_base(&v.layout, &v.index, &v.tls_base);
  if (!check_words(&v))
    return false;
  warn_of_slots(&v);
  return owners_collect(&v);
}
