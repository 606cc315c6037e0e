/* The check of the finished module against the index. wasm-ld hands out table
   slots and addresses by rules that are written down nowhere, and resolves
   names by rules of its own; so every word of the index is followed to what it
   denotes, and that is compared with the definition that was meant, byte by
   byte but for what relocations fill in. */
#include <inttypes.h>
#include <stdlib.h>

#include "dlfcn/index.h"
#include "object/layout.h"
#include "weld/index.h"
#include "weld/owners.h"

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

/* Whether the function is `unreachable`. With --unresolved-symbols=ignore-all
   wasm-ld has one such for all undefined functions of a type, and gives each a
   slot. */
static bool is_stub(const verifier *v, uint32_t function) {
  static const uint8_t stub[] = {0x00, 0x00, 0x0b};
  dlw_bytes code;
  return code_of(v, function, &code) && code.n == sizeof stub &&
         memcmp(code.p, stub, sizeof stub) == 0;
}

/* One table for program and libraries: every slot behind the first in use holds
   a function, and no function has two, so that its address is the same to all.
 */
static bool table_check(verifier *v, const dlw_where *where) {
  const dlw_module *m = &v->module;
  uint32_t count = m->imported[DLW_EXT_FUNCTION] + m->defined[DLW_EXT_FUNCTION];
  uint32_t *slot_of = dlw_alloc(v->w->cx, count, sizeof *slot_of);
  if (!slot_of)
    return false;
  uint64_t slot = 0;
  while (slot < v->layout.slot_count && !v->layout.slots[slot])
    slot++;
  for (; slot < v->layout.slot_count; slot++) {
    if (!v->layout.slots[slot])
      return dlw_error(v->w->cx, where,
                       "table slot %" PRIu64 " is lost: it "
                       "holds no function",
                       slot);
    uint32_t function = v->layout.slots[slot] - 1;
    if (function >= count)
      continue; /* the reader has refused that */
    if (slot_of[function] && !is_stub(v, function))
      return dlw_error(v->w->cx, where,
                       "function %u has two table slots, %u and %" PRIu64,
                       function, slot_of[function], slot);
    slot_of[function] = (uint32_t)slot;
  }
  return true;
}

/* The index in the module: the place where everything but the words agrees. */
static const uint8_t *index_find(const verifier *v) {
  static const uint8_t magic[16] = DLW_INDEX_MAGIC;
  const dlw_index *x = &v->w->index;
  unsigned width = v->w->memory64 ? 8 : 4;
  for (uint32_t i = 0; i < v->module.segment_count; i++) {
    dlw_bytes data = v->module.segments[i].data;
    while (data.n >= x->image.size) {
      const uint8_t *at = memmem(data.p, data.n, magic, sizeof magic);
      if (!at || (size_t)(data.p + data.n - at) < x->image.size)
        break;
      size_t done = 0;
      bool same = true;
      for (uint32_t k = 0; same && k <= x->word_count; k++) {
        size_t end = k < x->word_count ? x->words[k].offset : x->image.size;
        same = memcmp(at + done, x->image.data + done, end - done) == 0;
        done = end + width;
      }
      if (same)
        return at;
      data.n -= (size_t)(at + 1 - data.p);
      data.p = at + 1;
    }
  }
  return NULL;
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
  if (value == 0 || value >= v->layout.slot_count || !v->layout.slots[value])
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

static bool check_state(verifier *v, const dlw_index_word *word,
                        uint64_t value) {
  uint64_t size = v->w->index.state_size;
  if (value == 0)
    return mismatch(v, word, "is null", value);
  for (uint64_t i = 0; i < size;) {
    const uint8_t *p;
    uint64_t run = dlw_layout_memory(&v->layout, value + i, &p);
    if (run > size - i)
      run = size - i;
    for (uint64_t k = 0; p && k < run; k++)
      if (p[k])
        return mismatch(v, word, "holds other data", value);
    i += run;
  }
  return true;
}

static bool check_data(verifier *v, const dlw_index_word *word,
                       uint64_t value) {
  uint32_t input;
  if (!v->layout.has_addresses)
    return true;
  if (word->what == DLW_WORD_STATE)
    return check_state(v, word, value);
  if (word->what != DLW_WORD_EXPORT)
    return true; /* check_ranges, tls_base_find */
  const dlw_symbol *s = definition_of(v, word, &input);
  if (!s || (s->flags & DLW_SYM_ABSOLUTE))
    return true;
  if (value == 0 && s->size && !word->tls)
    return mismatch(v, word, "is null", value);
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

/* Thread-local words are addresses, or distances from a thread's block, of
   which the first one's image is in the module: the probe tells. */
static bool tls_base_find(verifier *v, const uint8_t *index, unsigned width) {
  static const uint8_t probe[] = DLW_TLS_PROBE;
  const dlw_index *x = &v->w->index;
  if (!x->has_tls || !v->layout.has_addresses)
    return true;
  const dlw_index_word *word = &x->words[x->word_count - 1]; /* the probe's */
  uint64_t value = word_read(index + word->offset, width);
  const uint8_t *p;
  uint64_t there = dlw_layout_memory(&v->layout, value, &p);
  if (p && there >= sizeof probe && memcmp(p, probe, sizeof probe) == 0)
    return true;
  for (uint32_t i = 0; i < v->layout.segment_count; i++) {
    const dlw_placed *s = &v->layout.segments[i];
    p = memmem(s->data.p, s->data.n, probe, sizeof probe);
    if (p && s->address + (uint64_t)(p - s->data.p) >= value) {
      v->tls_base = s->address + (uint64_t)(p - s->data.p) - value;
      return true;
    }
  }
  return mismatch(v, word, "is not the thread-local probe's", value);
}

/* Whether data symbols lie in the ranges of their library, and slots of one
   library between its marks. */
static bool check_ranges(verifier *v, const uint8_t *index, unsigned width) {
  dlw_weld *w = v->w;
  uint64_t *starts = NULL, *ends = NULL, mark = 0;
  uint32_t room = 0;
  for (uint32_t i = 1; i < w->library_count; i++)
    room =
        w->libraries[i].place_count > room ? w->libraries[i].place_count : room;
  starts = dlw_alloc(w->cx, room, sizeof *starts);
  ends = dlw_alloc(w->cx, room, sizeof *ends);
  if (!starts || !ends)
    return false;
  uint64_t last = 0, first = 0;
  for (uint32_t i = 0; i < w->index.word_count; i++) {
    const dlw_index_word *word = &w->index.words[i];
    const dlw_library *lib = &w->libraries[word->library];
    uint64_t value = word_read(index + word->offset, width);
    if (word->what == DLW_WORD_MARK && word->library == 0)
      last = value;
    if (word->what == DLW_WORD_MARK && word->library) {
      if (value <= mark || value >= last)
        return mismatch(v, word, "is out of order", value);
      mark = value;
    }
    if (word->what == DLW_WORD_SLOTS)
      first = value;
    if (word->what == DLW_WORD_SLOTS_END && value != first + lib->slot_count)
      return mismatch(v, word, "is not behind the library's others", value);
    if (word->what == DLW_WORD_START)
      starts[word->number] = value;
    if (word->what == DLW_WORD_END) {
      ends[word->number] = value;
      if (value < starts[word->number] ||
          value - starts[word->number] > lib->places[word->number].room)
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
  if (w->library_count < 2 || !v->layout.has_addresses ||
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
static bool owners_collect(verifier *v, const uint8_t *index, unsigned width) {
  dlw_weld *w = v->w;
  uint64_t behind = 0;
  for (uint32_t i = 0; i < w->index.word_count; i++) {
    const dlw_index_word *word = &w->index.words[i];
    uint64_t value = word_read(index + word->offset, width);
    if (word->what == DLW_WORD_OWNERS)
      w->owners_address = value;
    if (word->what == DLW_WORD_MARK && word->library == 0)
      behind = value + 1;
  }
  return !w->owners_address || !v->names ||
         dlw_owners_collect(w, v->layout.slots, v->layout.slot_count, behind,
                            v->names);
}

static bool has_bitcode(const dlw_weld *w) {
  for (uint32_t i = 0; i < w->input_count; i++)
    if (w->inputs[i].bitcode.n)
      return true;
  return false;
}

bool dlw_weld_verify(dlw_weld *w, dlw_bytes bytes) {
  verifier v = {.w = w};
  dlw_where where = {.file = DLW_STR("linked module")};
  dlw_kind kind = dlw_kind_of(bytes);
  if (!dlw_module_read(w->cx, &where, bytes, &v.module) ||
      !dlw_layout_read(w->cx, &v.module, &v.layout))
    return false;
  const uint8_t *at = index_find(&v);
  if (!at)
    return dlw_error(w->cx, &where, "the index is not in it");
  if (kind != DLW_KIND_MODULE)
    return true; /* somebody else fills in the addresses later */
  if (!table_check(&v, &where))
    return false;
  v.code = dlw_alloc(w->cx, w->input_count, sizeof *v.code);
  v.data = dlw_alloc(w->cx, w->input_count, sizeof *v.data);
  if (!v.code || !v.data)
    return false;
  if (has_bitcode(w) &&
      !(v.names = dlw_module_function_names(w->cx, &v.module)))
    return false;
  if (v.names)
    v.name_count = v.module.imported[DLW_EXT_FUNCTION] +
                   v.module.defined[DLW_EXT_FUNCTION];
  unsigned width = w->memory64 ? 8 : 4;
  if (!tls_base_find(&v, at, width))
    return false;
  bool ok = true;
  for (uint32_t i = 0; i < w->index.word_count; i++) {
    const dlw_index_word *word = &w->index.words[i];
    uint64_t value = word_read(at + word->offset, width);
    if (value == 0 && word->may_be_zero)
      continue;
    if (word->kind == DLW_SYM_FUNCTION ? !check_function(&v, word, value)
                                       : !check_data(&v, word, value))
      ok = false;
  }
  warn_of_slots(&v);
  return ok && check_ranges(&v, at, width) && owners_collect(&v, at, width);
}
