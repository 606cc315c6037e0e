/* The sections that hold: exports, start, elements, data count, code and data.
   Core specification, "Binary Format": Modules. Instructions are not looked
   at; only the groups of locals at the head of a function are, because LLVM's
   reader trusts their count. */
#include "object/expr.h"
#include "object/sections.h"

static bool index_of(dlw_cursor *c, const dlw_module *m, unsigned kind,
                     uint32_t *out) {
  const uint8_t *at = c->p;
  if (!dlw_cursor_u32(c, "index", out))
    return false;
  return *out < dlw_module_count(m, kind) ||
         dlw_cursor_fail_at(c, at, "%s index %u is out of range",
                            dlw_ext_name(kind), *out);
}

bool dlw_read_exports(dlw_cursor *c, dlw_module *m) {
  uint32_t count;
  if (!dlw_cursor_count(c, "count", 3, &count))
    return false;
  m->exports = dlw_alloc(c->reader->cx, count, sizeof *m->exports);
  if (!m->exports)
    return false;
  m->export_count = count;
  c->item = "export";
  for (uint32_t i = 0; i < count; i++) {
    dlw_export *e = &m->exports[i];
    c->number = i;
    if (!dlw_cursor_name(c, "name", &e->name) ||
        !dlw_cursor_u8(c, "kind", &e->kind))
      return false;
    if (e->kind >= DLW_EXT_KINDS)
      return dlw_cursor_fail_at(c, c->p - 1, "kind %u is unknown", e->kind);
    if (!index_of(c, m, e->kind, &e->index))
      return false;
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}

bool dlw_read_start(dlw_cursor *c, dlw_module *m) {
  uint32_t ignored;
  return index_of(c, m, DLW_EXT_FUNCTION, &ignored) && dlw_cursor_done(c);
}

/* Flags: 1 passive or declarative, 2 with a table (or declarative), 4 with
   expressions instead of function indices. */
static bool one_elem(dlw_cursor *c, const dlw_module *m, dlw_elem *e) {
  const uint8_t *start = c->p;
  if (!dlw_cursor_u32(c, "flags", &e->flags))
    return false;
  if (e->flags > 7)
    return dlw_cursor_fail_at(c, start, "flags 0x%x are unknown", e->flags);
  bool active = !(e->flags & 1);
  e->plain = !(e->flags & 4);
  if (active) {
    dlw_expr offset;
    if ((e->flags & 2) ? !index_of(c, m, DLW_EXT_TABLE, &e->table)
                       : dlw_module_count(m, DLW_EXT_TABLE) == 0 &&
                             !dlw_cursor_fail_at(c, start, "there is no table"))
      return false;
    if (!dlw_expr_read(c, m, &offset))
      return false;
    e->init = offset.bytes;
    e->has_offset = offset.constant;
    e->offset = offset.value;
  }
  if (e->flags & 3) {
    if (!e->plain) {
      if (!dlw_valtype_read(c, m->type_count, false))
        return false;
    } else {
      uint8_t kind;
      if (!dlw_cursor_u8(c, "kind", &kind))
        return false;
      if (kind != 0)
        return dlw_cursor_fail_at(c, c->p - 1, "kind %u is unknown", kind);
    }
  }
  if (!dlw_cursor_count(c, "count", 1, &e->count))
    return false;
  const uint8_t *items = c->p;
  for (uint32_t i = 0; i < e->count; i++) {
    uint32_t ignored;
    dlw_expr expr;
    if (e->plain ? !index_of(c, m, DLW_EXT_FUNCTION, &ignored)
                 : !dlw_expr_read(c, m, &expr))
      return false;
  }
  e->items = (dlw_bytes){items, (size_t)(c->p - items)};
  return true;
}

bool dlw_read_elems(dlw_cursor *c, dlw_module *m) {
  uint32_t count;
  if (!dlw_cursor_count(c, "count", 3, &count))
    return false;
  m->elems = dlw_alloc(c->reader->cx, count, sizeof *m->elems);
  if (!m->elems)
    return false;
  m->elem_count = count;
  c->item = "segment";
  for (uint32_t i = 0; i < count; i++) {
    c->number = i;
    if (!one_elem(c, m, &m->elems[i]))
      return false;
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}

bool dlw_read_data_count(dlw_cursor *c, dlw_module *m, uint32_t *count) {
  (void)m;
  return dlw_cursor_u32(c, "count", count) && dlw_cursor_done(c);
}

/* The groups of locals at the head of a body. */
static bool locals(const dlw_cursor *outer, const dlw_module *m,
                   dlw_code *code) {
  dlw_cursor c = *outer;
  uint32_t groups, n;
  c.p = code->body.p;
  c.end = c.p + code->body.n;
  c.unit = "function";
  if (!dlw_cursor_count(&c, "count of locals", 2, &groups))
    return false;
  while (groups--)
    if (!dlw_cursor_u32(&c, "number of locals", &n) ||
        !dlw_valtype_read(&c, m->type_count, false))
      return false;
  code->locals = (size_t)(c.p - code->body.p);
  return true;
}

bool dlw_read_codes(dlw_cursor *c, dlw_module *m) {
  const uint8_t *body = c->p;
  uint32_t count, defined = m->defined[DLW_EXT_FUNCTION];
  if (!dlw_cursor_u32(c, "count", &count))
    return false;
  if (count != defined)
    return dlw_cursor_fail_at(c, body,
                              "there is code for %u functions, but the "
                              "function section declares %u",
                              count, defined);
  m->codes = dlw_alloc(c->reader->cx, count, sizeof *m->codes);
  if (!m->codes)
    return false;
  c->item = "function";
  for (uint32_t i = 0; i < count; i++) {
    dlw_code *code = &m->codes[i];
    uint32_t size;
    c->number = m->imported[DLW_EXT_FUNCTION] + i;
    if (!dlw_cursor_u32(c, "size", &size) ||
        !dlw_cursor_bytes(c, "code", size, &code->body))
      return false;
    code->body_offset = (size_t)(code->body.p - body);
    if (!locals(c, m, code))
      return false;
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}

static bool one_segment(dlw_cursor *c, const dlw_module *m, dlw_segment *s) {
  const uint8_t *start = c->p;
  uint32_t size;
  if (!dlw_cursor_u32(c, "flags", &s->flags))
    return false;
  if (s->flags > 2)
    return dlw_cursor_fail_at(c, start, "flags 0x%x are unknown", s->flags);
  if (s->flags == 2 && !index_of(c, m, DLW_EXT_MEMORY, &s->memory))
    return false;
  if (s->flags == 0 && dlw_module_count(m, DLW_EXT_MEMORY) == 0)
    return dlw_cursor_fail_at(c, start, "there is no memory");
  if (s->flags != 1) {
    dlw_expr offset;
    if (!dlw_expr_read(c, m, &offset))
      return false;
    s->init = offset.bytes;
    s->has_address = offset.constant;
    s->address = offset.value;
  }
  return dlw_cursor_u32(c, "size", &size) &&
         dlw_cursor_bytes(c, "data", size, &s->data);
}

bool dlw_read_segments(dlw_cursor *c, dlw_module *m) {
  const uint8_t *body = c->p;
  uint32_t count;
  if (!dlw_cursor_count(c, "count", 2, &count))
    return false;
  m->segments = dlw_alloc(c->reader->cx, count, sizeof *m->segments);
  if (!m->segments)
    return false;
  m->segment_count = count;
  c->item = "segment";
  for (uint32_t i = 0; i < count; i++) {
    dlw_segment *s = &m->segments[i];
    c->number = i;
    if (!one_segment(c, m, s))
      return false;
    s->body_offset = (size_t)(s->data.p - body);
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}
