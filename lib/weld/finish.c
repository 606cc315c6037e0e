/* Changes of the finished module. What only the link tells is filled in, in
   memory and in dlsym.0. A table that nothing in the module uses is exported,
   so that tools leave it alone. And zeros are taken out: a shared module's
   memory stays in one piece when it is lifted, its uninitialised part with it,
   as do the variables of bitcode that get a section of their own; the linker
   writes that as zeros, and new memory is zero anyway. So long runs of zeros
   are left out of active data segments, which become several. Nothing else in a
   module counts such segments but their number and their names. */
#include "dlfcn/index.h"
#include "index/welded.h"
#include "object/code.h"
#include "object/cursor.h"
#include "weld/owners.h"
#include "weld/weld.h"
#include "weld/weldable.h"

#define LEAST_RUN 256u   /* zeros: each run costs a segment, some 12 bytes */
#define MOST_PARTS 1000u /* engines take no more than 100,000 segments */
#define LEAST_GAIN 1024u /* bytes in all */

/* A part of a segment that stays, or (segment DLW_NONE) new data. */
typedef struct part {
  uint32_t segment; /* of the linker's module */
  uint64_t address;
  dlw_bytes data;
} part;

typedef struct finisher {
  dlw_ctx *cx;
  const dlw_module *module;
  part *parts;
  uint32_t count, capacity;
  size_t least; /* zeros in a run that is left out */
  size_t gain;  /* bytes left out */
  bool divided; /* the segments are `parts` now */
  bool drop_names;
  bool has_relocs; /* sections must keep their numbers */
  bool export_table;
  bool drop_weldable; /* what weldable libraries say of themselves goes */
  dlw_buf owners;     /* what dlsym.0 gets, or empty */
} finisher;

static bool part_add(finisher *p, uint32_t segment, size_t from, size_t to) {
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
static bool segment_divide(finisher *p, uint32_t number) {
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

static void data_section(const finisher *p, dlw_buf *out) {
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
static bool data_names(const finisher *p, dlw_cursor *c, dlw_buf *out) {
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
static bool name_section(const finisher *p, const dlw_section *s,
                         dlw_buf *out) {
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

/* --- The table --- */

#define TABLE_NAME DLW_STR("__indirect_function_table")

static void table_export(dlw_buf *out) {
  dlw_buf_name(out, TABLE_NAME);
  dlw_buf_u8(out, DLW_EXT_TABLE);
  dlw_buf_uleb(out, 0);
}

/* The export section with one more entry. */
static void export_section(const dlw_section *s, uint32_t count, dlw_buf *out) {
  unsigned width = dlw_leb_width(s->body.p);
  dlw_buf_uleb(out, count + 1);
  dlw_buf_bytes(out, s->body.p + width, s->body.n - width);
  table_export(out);
}

/* Whether some instruction uses table 0. A function that cannot be read, which
   is the engine's affair, counts as one that does. */
static bool code_uses_table(const dlw_module *m) {
  dlw_ctx quiet;
  bool found = false;
  dlw_ctx_init(&quiet, NULL, NULL);
  for (uint32_t i = 0; !found && i < m->defined[DLW_EXT_FUNCTION]; i++) {
    dlw_code_reader r;
    dlw_ref ref = {0};
    dlw_code_start(&r, &quiet, m, i);
    do
      found = !dlw_code_next(&r, &ref) ||
              (ref.kind == DLW_REF_TABLE && ref.index == 0);
    while (!found && ref.kind != DLW_REF_END);
  }
  dlw_ctx_done(&quiet);
  return found;
}

static bool has_functions(const dlw_weld *w) {
  for (uint32_t i = 0; i < w->index.word_count; i++)
    if (w->index.words[i].library &&
        w->index.words[i].what == DLW_WORD_EXPORT &&
        w->index.words[i].kind == DLW_SYM_FUNCTION)
      return true;
  return false;
}

/* Where nothing in the module calls by slot, and the table is nobody else's,
   tools such as wasm-opt remove it, though a host may use what dlsym.0 says. */
static bool needs_table_export(const dlw_weld *w, const finisher *p) {
  const dlw_module *m = p->module;
  if (m->imported[DLW_EXT_TABLE] || !m->defined[DLW_EXT_TABLE] ||
      (p->has_relocs && m->section_of[DLW_SEC_EXPORT] == DLW_NONE) ||
      !has_functions(w))
    return false;
  for (uint32_t i = 0; i < m->export_count; i++)
    if ((m->exports[i].kind == DLW_EXT_TABLE && m->exports[i].index == 0) ||
        dlw_str_eq(m->exports[i].name, TABLE_NAME))
      return false;
  return !code_uses_table(m);
}

/* A module without an export section gets one in its place. */
static void new_exports(uint8_t next_id, dlw_buf *out, bool *done) {
  dlw_buf body = {0};
  if (*done || (next_id != DLW_SEC_START && next_id != DLW_SEC_ELEM &&
                next_id != DLW_SEC_DATACOUNT && next_id != DLW_SEC_CODE &&
                next_id != DLW_SEC_DATA))
    return;
  *done = true;
  dlw_buf_uleb(&body, 1);
  table_export(&body);
  dlw_buf_u8(out, DLW_SEC_EXPORT);
  dlw_buf_uleb(out, body.size);
  dlw_buf_bytes(out, body.data, body.size);
  out->failed |= body.failed;
  dlw_buf_free(&body);
}

/* --- Sections --- */

static bool is_weldable(const dlw_section *s) {
  return s->id == DLW_SEC_CUSTOM &&
         dlw_str_eq(s->name, DLW_STR(DLW_WELDABLE_SECTION));
}

static bool section_write(const finisher *p, const dlw_section *s,
                          dlw_buf *out) {
  dlw_buf body = {0};
  bool ok = true;
  bool name = s->id == DLW_SEC_CUSTOM && dlw_str_eq(s->name, DLW_STR("name"));
  bool index = s->id == DLW_SEC_CUSTOM &&
               dlw_str_eq(s->name, DLW_STR(DLW_DLSYM_SECTION));
  if ((name && p->drop_names && !p->has_relocs) ||
      (p->drop_weldable && is_weldable(s)))
    return true;
  if (name && p->drop_names)
    dlw_buf_name(&body, s->name);
  else if (p->divided && s->id == DLW_SEC_DATA)
    data_section(p, &body);
  else if (p->divided && s->id == DLW_SEC_DATACOUNT)
    dlw_buf_uleb(&body, p->count);
  else if (p->divided && name)
    ok = name_section(p, s, &body);
  else if (p->export_table && s->id == DLW_SEC_EXPORT)
    export_section(s, p->module->export_count, &body);
  else
    dlw_buf_bytes(&body, s->body.p, s->body.n);
  if (index)
    dlw_buf_bytes(&body, p->owners.data, p->owners.size);
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
        dlw_str_starts(m->sections[i].name, DLW_STR("dylink")))
      return false;
  return !dlw_module_has_relocs(m);
}

static bool has_zeros(const dlw_weld *w) {
  bool any = w->lifted_count != 0;
  for (uint32_t i = 1; i < w->library_count; i++)
    for (uint32_t k = 0; k < w->libraries[i].place_count; k++)
      any |= w->libraries[i].places[k].own;
  return any;
}

/* The table of owners goes where room for it was left. */
static bool owners_add(finisher *p, const dlw_weld *w) {
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
static bool divide(finisher *p, const dlw_weld *w) {
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

/* The subsection of dlsym.0: what the table in memory says, too. */
static bool owners_subsection(const dlw_weld *w, dlw_buf *out) {
  const uint8_t *p = w->owners.data;
  dlw_buf payload = {0};
  dlw_index_owners head = {0};
  if (w->owners.size >= sizeof head)
    memcpy(&head, p, sizeof head);
  if (!head.count)
    return true;
  dlw_buf_uleb(&payload, head.count);
  for (uint32_t i = 0; i < head.count; i++) {
    dlw_index_owner item;
    memcpy(&item, p + sizeof head + i * sizeof item, sizeof item);
    dlw_buf_uleb(&payload, item.slot);
    dlw_buf_uleb(&payload, item.library);
  }
  dlw_buf_u8(out, DLW_DLSYM_OWNERS);
  dlw_buf_uleb(out, payload.size);
  dlw_buf_bytes(out, payload.data, payload.size);
  out->failed |= payload.failed;
  dlw_buf_free(&payload);
  return dlw_buf_ok(out) || dlw_out_of_memory(w->cx);
}

static bool module_write(const finisher *p, const dlw_weld *w, dlw_buf *out) {
  const dlw_module *m = p->module;
  bool has_exports =
      !p->export_table || m->section_of[DLW_SEC_EXPORT] != DLW_NONE;
  dlw_buf_bytes(out, m->input.p, 8);
  for (uint32_t i = 0; i < m->section_count; i++) {
    new_exports(m->sections[i].id, out, &has_exports);
    if (!section_write(p, &m->sections[i], out))
      return false;
  }
  if (!dlw_buf_ok(out))
    return dlw_out_of_memory(w->cx);
  if (w->fixed_data)
    owners_put(w, out->data, out->size);
  return true;
}

bool dlw_weld_finish(dlw_weld *w, dlw_buf *out) {
  const dlw_module *m = w->linked;
  if (w->relocatable && !w->drop_names)
    return true;
  finisher p = {.cx = w->cx,
                .module = m,
                .drop_names = w->drop_names,
                .has_relocs = dlw_module_has_relocs(m)};
  for (uint32_t i = 0; !p.has_relocs && i < m->section_count; i++)
    p.drop_weldable |= is_weldable(&m->sections[i]);
  p.export_table = !w->relocatable && needs_table_export(w, &p);
  bool ok =
      (!(has_zeros(w) || w->owners.size) || !can_pack(m) || divide(&p, w)) &&
      owners_subsection(w, &p.owners);
  if (ok && (p.divided || p.drop_names || p.drop_weldable || p.export_table ||
             w->owners.size))
    ok = module_write(&p, w, out);
  dlw_buf_free(&p.owners);
  return ok;
}
