/* Changes of the finished module: what only the link tells is filled in, and
   zeros are taken out. A shared module's memory stays in one
   piece when it is lifted, its uninitialised part with it, as do the variables
   of bitcode that get a section of their own; the linker writes that as zeros,
   and new memory is zero anyway. So long runs of zeros are left out of active
   data segments, which become several. Nothing else in a module counts such
   segments but their number and their names. */
#include "dlfcn/index.h"
#include "object/cursor.h"
#include "weld/owners.h"
#include "weld/weld.h"

#define LEAST_RUN 256u   /* zeros: each run costs a segment, some 12 bytes */
#define MOST_PARTS 1000u /* engines take no more than 100,000 segments */
#define LEAST_GAIN 1024u /* bytes in all */

/* A part of a segment that stays, or (segment DLW_NONE) new data. */
typedef struct part {
  uint32_t segment; /* of the linker's module */
  uint64_t address;
  dlw_bytes data;
} part;

typedef struct packer {
  dlw_ctx *cx;
  const dlw_module *module;
  part *parts;
  uint32_t count, capacity;
  size_t least; /* zeros in a run that is left out */
  size_t gain;  /* bytes left out */
  bool divided; /* the segments are `parts` now */
  bool drop_names;
} packer;

static bool part_add(packer *p, uint32_t segment, size_t from, size_t to) {
  if (!dlw_grow(p->cx, &p->parts, p->count, &p->capacity, sizeof *p->parts))
    return false;
  const dlw_segment *s = &p->module->segments[segment];
  p->parts[p->count++] =
      (part){segment, s->address + from, {s->data.p + from, to - from}};
  return true;
}

/* The end of the zeros at `at`. Long runs are the point: eight at a time. */
static size_t zeros_end(dlw_bytes data, size_t at) {
  for (uint64_t word; data.n - at >= 8; at += 8) {
    memcpy(&word, data.p + at, 8);
    if (word)
      break;
  }
  while (at < data.n && !data.p[at])
    at++;
  return at;
}

/* Takes one segment apart; an empty one stays. */
static bool segment_divide(packer *p, uint32_t number) {
  dlw_bytes data = p->module->segments[number].data;
  size_t from = 0, at = 0;
  while (at < data.n) {
    const uint8_t *zero = memchr(data.p + at, 0, data.n - at);
    if (!zero)
      break;
    at = (size_t)(zero - data.p);
    size_t end = zeros_end(data, at);
    if (end - at >= p->least) {
      if (at > from && !part_add(p, number, from, at))
        return false;
      p->gain += end - at;
      from = end;
    }
    at = end;
  }
  return (from == data.n && data.n) || part_add(p, number, from, data.n);
}

static void data_section(const packer *p, dlw_buf *out) {
  uint8_t constant = p->module->memory64 ? 0x42 : 0x41;
  dlw_buf_uleb(out, p->count);
  for (uint32_t i = 0; i < p->count; i++) {
    uint64_t address = p->parts[i].address;
    dlw_buf_u8(out, 0);
    dlw_buf_u8(out, constant);
    dlw_buf_sleb(out, p->module->memory64 ? (int64_t)address
                                          : (int32_t)(uint32_t)address);
    dlw_buf_u8(out, 0x0b);
    dlw_buf_uleb(out, p->parts[i].data.n);
    dlw_buf_bytes(out, p->parts[i].data.p, p->parts[i].data.n);
  }
}

/* The subsection of data segments' names: each part bears its segment's. */
static bool data_names(const packer *p, dlw_cursor *c, dlw_buf *out) {
  dlw_buf names = {0};
  uint32_t count, index, made = 0;
  bool ok = dlw_cursor_count(c, "count", 2, &count);
  for (; ok && count; count--) {
    dlw_str name;
    ok =
        dlw_cursor_u32(c, "index", &index) && dlw_cursor_name(c, "name", &name);
    for (uint32_t i = 0; ok && i < p->count; i++) {
      if (p->parts[i].segment != index)
        continue;
      dlw_buf_uleb(&names, i);
      dlw_buf_name(&names, name);
      made++;
    }
  }
  dlw_buf_uleb(out, made);
  dlw_buf_bytes(out, names.data, names.size);
  ok &= dlw_buf_ok(&names);
  dlw_buf_free(&names);
  return ok;
}

/* The name section with that subsection made anew. */
static bool name_section(const packer *p, const dlw_section *s, dlw_buf *out) {
  dlw_reader reader = {
      .cx = p->cx, .where = &p->module->where, .base = p->module->input.p};
  dlw_cursor c = {.p = s->payload.p,
                  .end = s->payload.p + s->payload.n,
                  .reader = &reader,
                  .section = s->name,
                  .unit = "section"};
  enum { DATA_NAMES = 9 };
  dlw_buf_name(out, s->name);
  while (c.p < c.end) {
    uint8_t id;
    dlw_cursor sub;
    if (!dlw_cursor_subsection(&c, &id, &sub))
      return false;
    dlw_bytes body = {sub.p, dlw_cursor_left(&sub)};
    dlw_buf changed = {0};
    bool ok = id != DATA_NAMES || data_names(p, &sub, &changed);
    if (id == DATA_NAMES)
      body = (dlw_bytes){changed.data, changed.size};
    dlw_buf_u8(out, id);
    dlw_buf_uleb(out, body.n);
    dlw_buf_bytes(out, body.p, body.n);
    dlw_buf_free(&changed);
    if (!ok)
      return false;
  }
  return true;
}

static bool section_write(const packer *p, const dlw_section *s, dlw_buf *out) {
  dlw_buf body = {0};
  bool ok = true;
  bool name = s->id == DLW_SEC_CUSTOM && dlw_str_eq(s->name, DLW_STR("name"));
  if (name && p->drop_names)
    return true;
  if (p->divided && s->id == DLW_SEC_DATA)
    data_section(p, &body);
  else if (p->divided && s->id == DLW_SEC_DATACOUNT)
    dlw_buf_uleb(&body, p->count);
  else if (p->divided && name)
    ok = name_section(p, s, &body);
  else
    dlw_buf_bytes(&body, s->body.p, s->body.n);
  dlw_buf_u8(out, s->id);
  dlw_buf_uleb_padded(out, body.size,
                      s->size_width > dlw_uleb_size(body.size)
                          ? s->size_width
                          : dlw_uleb_size(body.size));
  dlw_buf_bytes(out, body.data, body.size);
  out->failed |= body.failed;
  dlw_buf_free(&body);
  return ok;
}

/* Whether memory is the module's own, all its data is there from the start, and
   nobody relocates it any more. */
static bool can_pack(const dlw_module *m) {
  if (m->imported[DLW_EXT_MEMORY] || m->section_of[DLW_SEC_DATA] == DLW_NONE)
    return false;
  for (uint32_t i = 0; i < m->segment_count; i++)
    if (!m->segments[i].has_address || m->segments[i].memory)
      return false;
  for (uint32_t i = 0; i < m->section_count; i++)
    if (m->sections[i].id == DLW_SEC_CUSTOM &&
        (dlw_str_starts(m->sections[i].name, DLW_STR("reloc.")) ||
         dlw_str_starts(m->sections[i].name, DLW_STR("dylink"))))
      return false;
  return true;
}

static bool has_zeros(const dlw_weld *w) {
  bool any = w->lifted_count != 0;
  for (uint32_t i = 1; i < w->library_count; i++)
    for (uint32_t k = 0; k < w->libraries[i].place_count; k++)
      any |= w->libraries[i].places[k].own;
  return any;
}

/* The table of owners goes where room for it was left. */
static bool owners_add(packer *p, const dlw_weld *w) {
  if (!w->owners.size || w->fixed_data)
    return true;
  if (!dlw_grow(p->cx, &p->parts, p->count, &p->capacity, sizeof *p->parts))
    return false;
  p->parts[p->count++] =
      (part){DLW_NONE, w->owners_address, {w->owners.data, w->owners.size}};
  return true;
}

/* The same where the room has bytes in the module. */
static void owners_put(const dlw_weld *w, uint8_t *module, size_t size) {
  static const uint8_t magic[16] = DLW_OWNERS_MAGIC;
  uint8_t *at =
      w->owners.size ? memmem(module, size, magic, sizeof magic) : NULL;
  size_t head = sizeof(dlw_index_owners);
  if (at && at >= module + head &&
      (size_t)(module + size - (at - head)) >= w->owners.size)
    memcpy(at - head, w->owners.data, w->owners.size);
}

/* Sees what the segments become, if that is worth anything. */
static bool divide(packer *p, const dlw_weld *w) {
  uint32_t whole = p->module->segment_count;
  p->least = has_zeros(w) ? LEAST_RUN : SIZE_MAX;
  do {
    p->count = 0;
    p->gain = 0;
    for (uint32_t i = 0; i < whole; i++)
      if (!segment_divide(p, i))
        return false;
    p->least *= 4;
  } while (p->count > whole + MOST_PARTS);
  p->divided = p->gain >= LEAST_GAIN || w->owners.size;
  return owners_add(p, w);
}

bool dlw_weld_pack(dlw_weld *w, dlw_bytes module, dlw_buf *out) {
  dlw_module m;
  dlw_where where = {.file = DLW_STR("linked module")};
  if (!has_zeros(w) && !w->owners.size && !w->drop_names)
    return true;
  if (!dlw_module_read(w->cx, &where, module, &m))
    return false;
  packer p = {.cx = w->cx, .module = &m, .drop_names = w->drop_names};
  if (can_pack(&m) && !divide(&p, w))
    return false;
  if (!p.divided && !p.drop_names && !w->owners.size)
    return true;
  dlw_buf_bytes(out, module.p, 8);
  for (uint32_t i = 0; i < m.section_count; i++)
    if (!section_write(&p, &m.sections[i], out))
      return false;
  if (!dlw_buf_ok(out))
    return dlw_out_of_memory(w->cx);
  if (w->fixed_data)
    owners_put(w, out->data, out->size);
  return true;
}
