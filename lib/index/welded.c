/* Finding the index of a finished module: in the custom section dlsym.0, whose
   payload is a head, a copy of the index and subsections; else in the data, by
   its address or by its first bytes. */
#include "index/welded.h"

#include "dlfcn/index.h"
#include "index/decode.h"
#include "object/cursor.h"
#include "object/layout.h"

static const uint8_t magic[16] = DLW_INDEX_MAGIC;

#define HEADER_SIZE sizeof(dlw_index_header)
/* No version will be as high: what search takes for a header must be one. */
#define LAST_VERSION 999u
/* Zeros at the index's end that a tool may have left out of the data. */
#define CUT_ZEROS 0x10000u

dlw_str dlw_welded_title(const dlw_welded *x, uint32_t library) {
  return library ? x->libraries[library].soname : DLW_STR("the program");
}

uint64_t dlw_welded_place(const dlw_module *m, const dlw_welded *x,
                          uint32_t offset) {
  uintptr_t base = (uintptr_t)m->input.p, at = (uintptr_t)x->bytes.p + offset;
  return at >= base && at - base <= m->input.n ? at - base : UINT64_MAX;
}

static uint32_t load32(const uint8_t *p) {
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
         (uint32_t)p[3] << 24;
}

/* --- What the module is --- */

static bool has_section(const dlw_module *m, dlw_str name) {
  for (uint32_t i = 0; i < m->section_count; i++)
    if (m->sections[i].id == DLW_SEC_CUSTOM &&
        dlw_str_eq(m->sections[i].name, name))
      return true;
  return false;
}

static void module_describe(const dlw_module *m, dlw_welded *x) {
  *x = (dlw_welded){.memory64 = m->memory64};
  /* --emit-relocs leaves "linking" in modules that are finished. */
  x->relocatable = !m->export_count && has_section(m, DLW_STR("linking"));
  for (uint32_t i = 0; i < m->import_count && !x->relocatable; i++)
    x->relative |= m->imports[i].kind == DLW_EXT_GLOBAL &&
                   dlw_str_eq(m->imports[i].module, DLW_STR("env")) &&
                   (dlw_str_eq(m->imports[i].field, DLW_STR("__memory_base")) ||
                    dlw_str_eq(m->imports[i].field, DLW_STR("__table_base")));
}

/* --- The section --- */

static bool owners_read(dlw_cursor *c, dlw_welded *x) {
  if (x->owner)
    return dlw_cursor_fail(c, "the subsection of owners is there twice");
  if (!dlw_cursor_count(c, "count", 2, &x->owner_count) ||
      !(x->owner = dlw_alloc(c->reader->cx, x->owner_count, sizeof *x->owner)))
    return false;
  c->item = "owner";
  for (uint32_t i = 0; i < x->owner_count; i++) {
    dlw_welded_owner *o = &x->owner[i];
    c->number = i;
    if (!dlw_cursor_u32(c, "slot", &o->slot) ||
        !dlw_cursor_u32(c, "library", &o->library))
      return false;
    if (i && o->slot <= o[-1].slot)
      return dlw_cursor_fail(c, "slot %u does not come behind the one before",
                             o->slot);
    if (!o->library || o->library >= x->library_count)
      return dlw_cursor_fail(c, "number %u is no library's; there are 1 to %u",
                             o->library, x->library_count - 1);
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}

static bool subsections_read(dlw_cursor *c, dlw_welded *x) {
  while (c->p < c->end) {
    uint8_t id;
    dlw_cursor sub;
    /* A second payload: two welded modules were put together. */
    if (dlw_cursor_left(c) >= DLW_DLSYM_HEAD + sizeof magic &&
        memcmp(c->p + DLW_DLSYM_HEAD, magic, sizeof magic) == 0)
      return dlw_cursor_fail(c, "there twice: the module is two welded ones");
    if (!dlw_cursor_subsection(c, &id, &sub))
      return false;
    if (id == DLW_DLSYM_OWNERS && !owners_read(&sub, x))
      return false;
  }
  return true;
}

static bool section_read(dlw_ctx *cx, const dlw_module *m, const dlw_section *s,
                         dlw_welded *x) {
  dlw_reader reader = {.cx = cx, .where = &m->where, .base = m->input.p};
  dlw_cursor c = {.p = s->payload.p,
                  .end = s->payload.p + s->payload.n,
                  .reader = &reader,
                  .section = DLW_STR(DLW_DLSYM_SECTION),
                  .unit = "section"};
  size_t left = s->payload.n;
  if (left < DLW_DLSYM_HEAD + HEADER_SIZE)
    return dlw_cursor_fail(&c, "of %zu bytes is too short for an index", left);
  left -= DLW_DLSYM_HEAD;
  uint32_t size = load32(c.p), flags = load32(c.p + 4);
  if (flags)
    return dlw_cursor_fail_at(&c, c.p + 4, "unknown flags 0x%x", flags);
  if (size < HEADER_SIZE || size > left)
    return dlw_cursor_fail(&c,
                           "its size is 0x%x, but there are 0x%zx bytes for "
                           "the index",
                           size, left);
  if (memcmp(c.p + DLW_DLSYM_HEAD, magic, sizeof magic) != 0)
    return dlw_cursor_fail_at(&c, c.p + DLW_DLSYM_HEAD,
                              "no index begins here: its magic number is "
                              "missing");
  x->in_section = true;
  if (!x->relocatable)
    x->address = load32(c.p + 8) | (uint64_t)load32(c.p + 12) << 32;
  x->bytes = (dlw_bytes){c.p + DLW_DLSYM_HEAD, size};
  c.p += DLW_DLSYM_HEAD + size;
  return dlw_index_decode(cx, m, x) && subsections_read(&c, x);
}

dlw_welded_found dlw_welded_read(dlw_ctx *cx, const dlw_module *m,
                                 dlw_welded *out) {
  const dlw_section *found = NULL;
  for (uint32_t i = 0; i < m->section_count; i++) {
    const dlw_section *s = &m->sections[i];
    if (s->id != DLW_SEC_CUSTOM ||
        !dlw_str_eq(s->name, DLW_STR(DLW_DLSYM_SECTION)))
      continue;
    if (found) {
      dlw_where where = m->where;
      where.offset = (uint64_t)(s->start - m->input.p);
      where.has_offset = true;
      dlw_error(cx, &where,
                DLW_DLSYM_SECTION ": there twice: the module is two welded "
                                  "ones");
      return DLW_WELDED_ERROR;
    }
    found = s;
  }
  if (!found)
    return dlw_welded_read_data(cx, m, 0, out);
  module_describe(m, out);
  return section_read(cx, m, found, out) ? DLW_WELDED_READ : DLW_WELDED_ERROR;
}

/* --- The data --- */

/* Whether these first bytes are an index's, of which the module may have `most`
   bytes. (The magic number alone the run time has too.) */
static bool is_header(const uint8_t *p, uint64_t most) {
  uint32_t version = load32(p + offsetof(dlw_index_header, version));
  uint32_t size = load32(p + offsetof(dlw_index_header, size));
  return version && version <= LAST_VERSION && size >= HEADER_SIZE &&
         size <= most;
}

/* The next place from *at on that has the magic's last 15 bytes; its first is a
   zero, which may have been left out. */
static bool magic_next(dlw_bytes data, size_t *at) {
  const uint8_t *p =
      memmem(data.p + *at, data.n - *at, magic + 1, sizeof magic - 1);
  if (p)
    *at = (size_t)(p - data.p);
  return p != NULL;
}

/* The index at that address, if one is there; its bytes may be in several
   segments, with zeros between them left out. */
static dlw_welded_found index_at(dlw_ctx *cx, const dlw_layout *l,
                                 uint64_t address, dlw_welded *x) {
  uint8_t head[HEADER_SIZE];
  const dlw_placed *last =
      l->segment_count ? &l->segments[l->segment_count - 1] : NULL;
  if (!last || address > last->address + last->data.n ||
      !dlw_layout_copy(l, address, head, sizeof head) ||
      memcmp(head, magic, sizeof magic) != 0 ||
      !is_header(head, last->address + last->data.n - address + CUT_ZEROS))
    return DLW_WELDED_NONE;
  uint32_t size = load32(head + offsetof(dlw_index_header, size));
  x->address = address;
  const uint8_t *p;
  if (dlw_layout_memory(l, address, &p) < size || !p) {
    uint8_t *copy = dlw_alloc(cx, size, 1);
    if (!copy)
      return DLW_WELDED_ERROR;
    dlw_layout_copy(l, address, copy, size);
    p = copy;
  }
  x->bytes = (dlw_bytes){p, size};
  return dlw_index_decode(cx, l->module, x) ? DLW_WELDED_READ
                                            : DLW_WELDED_ERROR;
}

static dlw_welded_found placed_search(dlw_ctx *cx, const dlw_layout *l,
                                      dlw_welded *x) {
  for (uint32_t i = 0; i < l->segment_count; i++)
    for (size_t at = 0; magic_next(l->segments[i].data, &at); at++) {
      uint64_t address = l->segments[i].address + at;
      dlw_welded_found found =
          address ? index_at(cx, l, address - 1, x) : DLW_WELDED_NONE;
      if (found != DLW_WELDED_NONE)
        return found;
    }
  return DLW_WELDED_NONE;
}

/* Segments that code puts in place (--shared-memory): the index must be in one
   of them. */
static dlw_welded_found passive_search(dlw_ctx *cx, const dlw_module *m,
                                       dlw_welded *x) {
  for (uint32_t i = 0; i < m->segment_count; i++) {
    dlw_bytes data = m->segments[i].data;
    for (size_t at = 0; magic_next(data, &at); at++) {
      if (!at || data.n - at + 1 < HEADER_SIZE || data.p[at - 1] ||
          !is_header(data.p + at - 1, data.n - at + 1))
        continue;
      const uint8_t *p = data.p + at - 1;
      x->bytes = (dlw_bytes){p, load32(p + offsetof(dlw_index_header, size))};
      return dlw_index_decode(cx, m, x) ? DLW_WELDED_READ : DLW_WELDED_ERROR;
    }
  }
  return DLW_WELDED_NONE;
}

dlw_welded_found dlw_welded_read_data(dlw_ctx *cx, const dlw_module *m,
                                      uint64_t address, dlw_welded *out) {
  dlw_layout l;
  module_describe(m, out);
  if (!dlw_layout_read(cx, m, &l))
    return DLW_WELDED_ERROR;
  if (!l.has_addresses)
    return passive_search(cx, m, out);
  dlw_welded_found found =
      address ? index_at(cx, &l, address, out) : placed_search(cx, &l, out);
  if (out->relocatable)
    out->address = 0;
  return found;
}
