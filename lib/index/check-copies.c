/* The two copies of the index, that in memory and that in dlsym.0: byte for
   byte the same, or, where words in memory are filled in when the module is
   loaded, but for those. In objects the relocations of both are compared. */
#include <inttypes.h>

#include "dlfcn/index.h"
#include "index/check-private.h"
#include "object/cursor.h"
#include "object/object.h"

#define MOST_REPORTS 10u /* each costs a walk through the index */

/* --- What an offset in the index is --- */

/* The index's words one by one. */
typedef bool on_word(void *user, uint32_t offset, uint32_t library,
                     dlw_str symbol, const char *what);

static bool one_word(const dlw_welded_word *w, uint32_t library,
                     const char *what, on_word *visit, void *user) {
  return !w->offset || visit(user, w->offset, library, (dlw_str){0}, what);
}

/* Until `visit` returns false. */
static bool each_word(const dlw_welded *x, on_word *visit, void *user) {
  uint32_t width = x->memory64 ? 8 : 4;
  uint32_t module = DLW_FAULT_MODULE;
  if (!one_word(&x->state, module, "address of the state", visit, user) ||
      !one_word(&x->slots_end, module, "slot behind the libraries'", visit,
                user) ||
      !one_word(&x->exit, module, "slot of the destructors at exit", visit,
                user) ||
      !one_word(&x->tls_probe, module, "thread-local probe", visit, user) ||
      !one_word(&x->owners, module, "table of bitcode's functions", visit,
                user))
    return false;
  for (uint32_t i = 0; i < x->library_count; i++) {
    const dlw_welded_library *lib = &x->libraries[i];
    if (!one_word(&lib->init, i, "constructors' slot", visit, user) ||
        !one_word(&lib->fini, i, "destructors' slot", visit, user) ||
        !one_word(&lib->mark, i, "mark's slot", visit, user) ||
        !one_word(&lib->slots[0], i, "first own slot", visit, user) ||
        !one_word(&lib->slots[1], i, "slot behind its own", visit, user) ||
        !one_word(&lib->image, i, "address of the first image", visit, user))
      return false;
    for (uint32_t k = 0; k < lib->range_count; k++)
      if (!visit(user, lib->ranges[k].offset, i, (dlw_str){0},
                 "start of its data") ||
          !visit(user, lib->ranges[k].offset + width, i, (dlw_str){0},
                 "end of its data"))
        return false;
    for (uint32_t k = 0; k < lib->symbol_count; k++)
      if (!visit(user, lib->symbols[k].offset, i, lib->symbols[k].name,
                 "value"))
        return false;
  }
  return true;
}

typedef struct asked {
  uint32_t offset, width;
  uint32_t start, library; /* the answer */
  dlw_str symbol;
  const char *what;
} asked;

static bool is_asked(void *user, uint32_t offset, uint32_t library,
                     dlw_str symbol, const char *what) {
  asked *a = user;
  if (a->offset < offset || a->offset - offset >= a->width)
    return true;
  a->start = offset;
  a->library = library;
  a->symbol = symbol;
  a->what = what;
  return false;
}

/* What is at that offset; a byte that is in no word is a table's. */
static asked describe(const dlw_welded *x, uint32_t offset) {
  asked a = {.offset = offset,
             .width = x->memory64 ? 8 : 4,
             .start = offset,
             .library = DLW_FAULT_MODULE,
             .what = NULL};
  each_word(x, is_asked, &a);
  return a;
}

/* The bytes that words take, a bit each. */
typedef struct word_bits {
  uint8_t *bits;
  uint32_t size, width;
} word_bits;

static bool word_mark(void *user, uint32_t offset, uint32_t library,
                      dlw_str symbol, const char *what) {
  word_bits *w = user;
  (void)library, (void)symbol, (void)what;
  for (uint32_t i = 0; i < w->width && offset + i < w->size; i++)
    w->bits[(offset + i) / 8] |= (uint8_t)(1u << ((offset + i) & 7));
  return true;
}

/* --- Memory against the section --- */

static uint64_t word_at(const uint8_t *p, uint32_t width) {
  uint64_t value = 0;
  for (uint32_t i = 0; i < width; i++)
    value |= (uint64_t)p[i] << (8 * i);
  return value;
}

/* `there` is the index in memory; reports the word at `offset`, and returns the
   offset behind it. */
static uint32_t report_difference(dlw_checker *c, const uint8_t *there,
                                  uint32_t offset) {
  const dlw_welded *x = c->x;
  asked a = describe(x, offset);
  dlw_subject about = {.library = a.library,
                       .symbol = a.symbol,
                       .at = dlw_check_place(c, a.start)};
  if (a.what) {
    dlw_check_fault(c, &about, "index-differs", DLW_ERROR,
                    "its %s is %" PRIu64 " in the index in memory, but "
                    "%" PRIu64 " in dlsym.0",
                    a.what, word_at(there + a.start, a.width),
                    word_at(x->bytes.p + a.start, a.width));
    return a.start + a.width;
  }
  dlw_check_fault(c, &about, "index-differs", DLW_ERROR,
                  "byte %u of the index is 0x%02x in memory, but 0x%02x in "
                  "dlsym.0",
                  offset, there[offset], x->bytes.p[offset]);
  return offset + 1;
}

/* `skip` has a bit for each byte that is not compared, or is NULL. */
static void compare(dlw_checker *c, const uint8_t *there, const uint8_t *skip) {
  const dlw_welded *x = c->x;
  uint32_t size = (uint32_t)x->bytes.n, reports = 0;
  uint64_t more = 0;
  dlw_subject about = {.library = DLW_FAULT_MODULE};
  if (memcmp(there, x->bytes.p, size) == 0)
    return;
  for (uint32_t i = 0; i < size;) {
    if (there[i] == x->bytes.p[i] || (skip && skip[i / 8] >> (i & 7) & 1)) {
      i++;
    } else if (reports < MOST_REPORTS) {
      i = report_difference(c, there, i);
      reports++;
    } else {
      more++;
      i++;
    }
  }
  if (more)
    dlw_check_fault(c, &about, "index-differs", DLW_ERROR,
                    "%" PRIu64 " more bytes of the index differ between memory "
                    "and dlsym.0",
                    more);
}

/* The words of x, to be left out; NULL without memory. */
static uint8_t *words_of(dlw_checker *c) {
  word_bits w = {.size = (uint32_t)c->x->bytes.n,
                 .width = c->x->memory64 ? 8 : 4};
  w.bits = dlw_alloc(c->cx, w.size / 8 + 1, 1);
  if (w.bits)
    each_word(c->x, word_mark, &w);
  c->failed |= !w.bits;
  return w.bits;
}

/* The index in memory: in one piece, or put together. NULL: it is not there. */
static const uint8_t *index_at(dlw_checker *c, uint64_t address, size_t size) {
  const uint8_t *p;
  if (dlw_layout_memory(&c->layout, address, &p) >= size && p)
    return p;
  uint8_t *copy = dlw_alloc(c->cx, size, 1);
  c->failed |= !copy;
  return copy && dlw_layout_copy(&c->layout, address, copy, size) ? copy : NULL;
}

void dlw_check_copies(dlw_checker *c) {
  static const uint8_t magic[16] = DLW_INDEX_MAGIC;
  const dlw_welded *x = c->x;
  const uint8_t *there = NULL;
  dlw_subject about = {.library = DLW_FAULT_MODULE,
                       .at = dlw_check_place(c, 0)};
  if (!x->in_section)
    return;
  if (c->layout.has_addresses) {
    there = index_at(c, x->address, x->bytes.n);
    if (!there || memcmp(there, magic, sizeof magic) != 0) {
      dlw_check_fault(c, &about, "index-missing", DLW_ERROR,
                      "the index is not in memory at %" PRIu64
                      ", where dlsym.0 says",
                      x->address);
      return;
    }
  } else {
    dlw_welded found;
    if (dlw_welded_read_data(c->cx, c->m, 0, &found) != DLW_WELDED_READ ||
        found.bytes.n != x->bytes.n) {
      dlw_check_fault(c, &about, "index-missing", DLW_ERROR,
                      "the index that dlsym.0 has is in no data segment");
      return;
    }
    there = found.bytes.p;
  }
  const uint8_t *skip = x->relative ? words_of(c) : NULL;
  if (!c->failed)
    compare(c, there, skip);
}

/* --- Relocations --- */

/* The relocation section that has `target` for its target. */
static bool find_relocations(dlw_checker *c, uint32_t target, dlw_cursor *out,
                             uint32_t *count) {
  const dlw_module *m = c->m;
  for (uint32_t i = 0; i < m->section_count; i++) {
    const dlw_section *s = &m->sections[i];
    if (s->id != DLW_SEC_CUSTOM ||
        !dlw_str_starts(s->name, DLW_STR("reloc.")) || !s->payload.n)
      continue;
    *out = (dlw_cursor){.p = s->payload.p,
                        .end = s->payload.p + s->payload.n,
                        .reader = out->reader,
                        .section = s->name,
                        .unit = "section",
                        .item = "relocation"};
    uint32_t section;
    if (!dlw_cursor_u32(out, "section", &section) ||
        !dlw_cursor_u32(out, "count", count))
      return !(c->failed = true);
    if (section == target)
      return true;
  }
  return false;
}

typedef struct reloc {
  uint8_t type;
  uint32_t offset, index;
  int64_t addend;
  const uint8_t *at;
} reloc;

/* The next one at an offset from `from` on, less than `size` behind. */
static bool next_reloc(dlw_checker *c, dlw_cursor *cursor, uint32_t *left,
                       uint64_t from, uint64_t size, reloc *out) {
  while (*left) {
    *out = (reloc){.at = cursor->p};
    (*left)--;
    if (!dlw_cursor_u8(cursor, "type", &out->type) ||
        !dlw_cursor_u32(cursor, "offset", &out->offset) ||
        !dlw_cursor_u32(cursor, "index", &out->index) ||
        (dlw_reloc_has_addend(out->type) &&
         !dlw_cursor_signed(cursor, "addend", 64, &out->addend)))
      return !(c->failed = true);
    if (out->offset >= from && out->offset - from < size) {
      out->offset -= (uint32_t)from;
      return true;
    }
  }
  return false;
}

static bool same_reloc(const reloc *a, const reloc *b) {
  return a->type == b->type && a->offset == b->offset && a->index == b->index &&
         a->addend == b->addend;
}

static void relocs_differ(dlw_checker *c, bool has_data, const reloc *data,
                          bool has_section, const reloc *section) {
  bool data_first =
      has_data && (!has_section || data->offset < section->offset);
  bool only = !has_data || !has_section || data->offset != section->offset;
  const reloc *r = data_first ? data : section;
  asked a = describe(c->x, r->offset);
  dlw_subject about = {.library = a.library, .symbol = a.symbol, .at = r->at};
  const char *what = a.what ? a.what : "byte";
  if (only)
    dlw_check_fault(c, &about, "relocations-differ", DLW_ERROR,
                    "its %s, at %u of the index, has a relocation in %s but "
                    "not in %s",
                    what, r->offset, data_first ? "the data" : "dlsym.0",
                    data_first ? "dlsym.0" : "the data");
  else
    dlw_check_fault(c, &about, "relocations-differ", DLW_ERROR,
                    "its %s, at %u of the index, has a relocation of type %u "
                    "by symbol %u in the data, but of type %u by symbol %u in "
                    "dlsym.0",
                    what, r->offset, data->type, data->index, section->type,
                    section->index);
}

/* `at` is the index in the data section. */
static void compare_relocs(dlw_checker *c, const uint8_t *at,
                           uint32_t section_number) {
  const dlw_module *m = c->m;
  dlw_reader reader = {.cx = c->cx, .where = &m->where, .base = m->input.p};
  dlw_cursor data = {.reader = &reader}, section = {.reader = &reader};
  uint32_t data_left = 0, section_left = 0;
  uint32_t data_number = m->section_of[DLW_SEC_DATA];
  uint64_t start = (uint64_t)(at - m->sections[data_number].body.p);
  uint64_t head =
      (uint64_t)(c->x->bytes.p - m->sections[section_number].payload.p);
  bool has_data = find_relocations(c, data_number, &data, &data_left);
  bool has_section =
      find_relocations(c, section_number, &section, &section_left);
  if (c->failed)
    return;
  for (;;) {
    reloc a = {0}, b = {0};
    has_data =
        has_data && next_reloc(c, &data, &data_left, start, c->x->bytes.n, &a);
    has_section = has_section && next_reloc(c, &section, &section_left, head,
                                            c->x->bytes.n, &b);
    if (c->failed || (!has_data && !has_section))
      return;
    if (has_data && has_section && same_reloc(&a, &b))
      continue;
    relocs_differ(c, has_data, &a, has_section, &b);
    return; /* what follows is out of step */
  }
}

void dlw_check_relocations(dlw_checker *c) {
  const dlw_welded *x = c->x;
  const dlw_module *m = c->m;
  dlw_welded found;
  dlw_subject about = {.library = DLW_FAULT_MODULE,
                       .at = dlw_check_place(c, 0)};
  if (!x->in_section || !dlw_module_has_relocs(m))
    return;
  uint32_t number = UINT32_MAX;
  for (uint32_t i = 0; i < m->section_count; i++)
    if (m->sections[i].id == DLW_SEC_CUSTOM &&
        dlw_str_eq(m->sections[i].name, DLW_STR(DLW_DLSYM_SECTION)))
      number = i;
  if (dlw_welded_read_data(c->cx, m, 0, &found) != DLW_WELDED_READ ||
      found.bytes.n != x->bytes.n) {
    if (x->relocatable)
      dlw_check_fault(c, &about, "index-missing", DLW_ERROR,
                      "the index that dlsym.0 has is in no data segment");
    return;
  }
  dlw_bytes data = m->sections[m->section_of[DLW_SEC_DATA]].body;
  if ((uintptr_t)found.bytes.p - (uintptr_t)data.p >= data.n)
    return; /* it had to be put together of several segments */
  if (x->relocatable) {
    const uint8_t *skip = words_of(c);
    if (c->failed)
      return;
    compare(c, found.bytes.p, skip);
  }
  compare_relocs(c, found.bytes.p, number);
}
