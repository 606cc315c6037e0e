/* Where splits add imports, the indices of what the object defines move up.
   Relocatable places (symbols, relocations, COMDAT groups) are written
   elsewhere; here are the rest: sections that hold indices as they are, and
   the values that relocations overwrite, so that the written object is a
   valid module before any linker has seen it. */
#include "object/expr.h"
#include "object/names.h"
#include "object/private.h"

void dlw_buf_moved(dlw_buf *out, const dlw_object *o, unsigned kind,
                   const uint8_t **p) {
  const uint8_t *start = *p;
  uint64_t old = dlw_leb_checked(p);
  unsigned width = (unsigned)(*p - start);
  uint64_t now =
      kind < DLW_EXT_KINDS ? dlw_moved_index(o, kind, (uint32_t)old) : old;
  if (now == old) {
    dlw_buf_bytes(out, start, width);
    return;
  }
  unsigned least = dlw_uleb_size(now);
  dlw_buf_uleb_padded(out, now, least > width ? least : width);
}

/* Copies what the cursor steps over between `start` and now. */
static void copy_since(dlw_buf *out, const uint8_t *start, const uint8_t *end) {
  dlw_buf_bytes(out, start, (size_t)(end - start));
}

/* The sections have been checked, so reads below do not fail. */
static void copy_expr(const dlw_object *o, dlw_cursor *c, dlw_buf *out) {
  dlw_expr_op op;
  do {
    if (!dlw_expr_next(c, &op))
      return;
    if (op.code != DLW_OP_GLOBAL_GET && op.code != DLW_OP_REF_FUNC) {
      dlw_buf_bytes(out, op.bytes.p, op.bytes.n);
      continue;
    }
    const uint8_t *p = op.bytes.p + 1;
    dlw_buf_u8(out, op.code);
    dlw_buf_moved(
        out, o,
        op.code == DLW_OP_GLOBAL_GET ? DLW_EXT_GLOBAL : DLW_EXT_FUNCTION, &p);
  } while (op.code != DLW_OP_END);
}

static void write_exports(const dlw_object *o, const dlw_section *s,
                          dlw_buf *out) {
  const uint8_t *p = s->body.p, *start = p;
  uint64_t count = dlw_leb_checked(&p);
  copy_since(out, start, p);
  while (count--) {
    start = p;
    uint64_t n = dlw_leb_checked(&p);
    p += n;
    uint8_t kind = *p++;
    copy_since(out, start, p);
    dlw_buf_moved(out, o, kind, &p);
  }
}

static void write_tables(const dlw_object *o, dlw_cursor *c, dlw_buf *out) {
  const uint8_t *start = c->p;
  uint64_t count = dlw_leb_checked(&c->p);
  copy_since(out, start, c->p);
  for (uint64_t i = 0; i < count; i++) {
    start = c->p;
    bool initial = dlw_cursor_left(c) >= 2 && c->p[0] == 0x40 && c->p[1] == 0;
    c->p += initial ? 2 : 0;
    c->p += o->module.table_types[i].n;
    copy_since(out, start, c->p);
    if (initial)
      copy_expr(o, c, out);
  }
}

static void write_globals(const dlw_object *o, dlw_cursor *c, dlw_buf *out) {
  const uint8_t *start = c->p;
  uint64_t count = dlw_leb_checked(&c->p);
  copy_since(out, start, c->p);
  for (uint64_t i = 0; i < count; i++) {
    start = c->p;
    c->p += o->module.global_types[i].n;
    copy_since(out, start, c->p);
    copy_expr(o, c, out);
  }
}

static void write_elem(const dlw_object *o, const dlw_elem *e, dlw_cursor *c,
                       dlw_buf *out) {
  const uint8_t *start = c->p;
  dlw_leb_checked(&c->p); /* flags */
  copy_since(out, start, c->p);
  if (!(e->flags & 1)) {
    if (e->flags & 2)
      dlw_buf_moved(out, o, DLW_EXT_TABLE, &c->p);
    copy_expr(o, c, out);
  }
  start = c->p;
  if (e->flags & 3) {
    if (e->plain)
      c->p++; /* kind */
    else
      dlw_valtype_read(c, o->module.type_count, false);
  }
  dlw_leb_checked(&c->p); /* count */
  copy_since(out, start, c->p);
  for (uint32_t i = 0; i < e->count; i++)
    if (e->plain)
      dlw_buf_moved(out, o, DLW_EXT_FUNCTION, &c->p);
    else
      copy_expr(o, c, out);
}

static void write_elems(const dlw_object *o, dlw_cursor *c, dlw_buf *out) {
  const uint8_t *start = c->p;
  dlw_leb_checked(&c->p);
  copy_since(out, start, c->p);
  for (uint32_t i = 0; i < o->module.elem_count; i++)
    write_elem(o, &o->module.elems[i], c, out);
}

/* A subsection of the name section: moved keys, names as they were. */
static void write_name_map(const dlw_object *o, uint8_t type, dlw_bytes body,
                           dlw_buf *out) {
  const uint8_t *p = body.p, *start = p;
  unsigned kind = (unsigned)dlw_names_space(type);
  uint64_t count = dlw_leb_checked(&p);
  copy_since(out, start, p);
  while (count--) {
    dlw_buf_moved(out, o, kind, &p);
    start = p;
    uint64_t inner = 1;
    bool indirect = type == DLW_NAME_LOCAL || type == DLW_NAME_LABEL;
    if (indirect)
      inner = dlw_leb_checked(&p);
    while (inner--) {
      if (indirect)
        dlw_leb_checked(&p);
      uint64_t n = dlw_leb_checked(&p);
      p += n;
    }
    copy_since(out, start, p);
  }
}

static void write_names(const dlw_object *o, const dlw_section *s,
                        dlw_buf *out) {
  const uint8_t *p = s->payload.p, *end = p + s->payload.n;
  copy_since(out, s->body.p, p);
  while (p < end) {
    const uint8_t *start = p;
    uint8_t type = *p++;
    unsigned width = dlw_leb_width(p);
    uint64_t n = dlw_leb_checked(&p);
    dlw_bytes body = {p, n};
    p += n;
    if (dlw_names_space(type) < 0) {
      copy_since(out, start, p);
      continue;
    }
    dlw_buf map = {0};
    write_name_map(o, type, body, &map);
    unsigned least = dlw_uleb_size(map.size);
    dlw_buf_u8(out, type);
    dlw_buf_uleb_padded(out, map.size, least > width ? least : width);
    dlw_buf_bytes(out, map.data, map.size);
    out->failed |= map.failed;
    dlw_buf_free(&map);
  }
}

/* Data moves if the offset of a segment is encoded in more bytes, and with it
   everything that relocations patch; no compiler makes such offsets. */
static bool offsets_stay(dlw_ctx *cx, const dlw_object *o, dlw_cursor c) {
  const dlw_module *m = &o->module;
  for (uint32_t i = 0; i < m->segment_count; i++) {
    dlw_expr_op op = {0};
    c.p = m->segments[i].init.p;
    if (m->segments[i].init.n == 0)
      continue;
    while (dlw_expr_next(&c, &op) && op.code != DLW_OP_END)
      if (op.code == DLW_OP_REF_FUNC ||
          (op.code == DLW_OP_GLOBAL_GET &&
           op.operand >= m->imported[DLW_EXT_GLOBAL] &&
           o->edits->added[DLW_EXT_GLOBAL]))
        return dlw_error(cx, &m->where,
                         "data section: segment %u: symbols cannot be split "
                         "where an offset refers to a definition",
                         i);
  }
  return true;
}

bool dlw_write_split_section(dlw_ctx *cx, const dlw_object *o, uint32_t section,
                             dlw_buf *out, bool *rebuilt) {
  const dlw_section *s = &o->module.sections[section];
  dlw_reader r = {cx, &o->module.where, o->module.input.p, false};
  dlw_cursor c = {.p = s->body.p,
                  .end = s->body.p + s->body.n,
                  .reader = &r,
                  .section = DLW_STR("section"),
                  .unit = "section"};
  *rebuilt = true;
  switch (s->id) {
  case DLW_SEC_EXPORT:
    write_exports(o, s, out);
    return true;
  case DLW_SEC_START:
    dlw_buf_moved(out, o, DLW_EXT_FUNCTION, &c.p);
    return true;
  case DLW_SEC_TABLE:
    write_tables(o, &c, out);
    return true;
  case DLW_SEC_GLOBAL:
    write_globals(o, &c, out);
    return true;
  case DLW_SEC_ELEM:
    write_elems(o, &c, out);
    return true;
  case DLW_SEC_CUSTOM:
    if (!dlw_str_eq(s->name, DLW_STR("name")))
      break;
    write_names(o, s, out);
    return true;
  case DLW_SEC_DATA:
    *rebuilt = false;
    return offsets_stay(cx, o, c);
  default:
    break;
  }
  *rebuilt = false;
  return true;
}

/* DLW_EXT_* of the index that a relocation of this type writes, or
   DLW_EXT_KINDS for an address, a slot or a type. */
static unsigned index_written(uint8_t type) {
  switch (type) {
  case DLW_R_FUNCTION_INDEX_LEB:
  case DLW_R_FUNCTION_INDEX_I32:
    return DLW_EXT_FUNCTION;
  case DLW_R_GLOBAL_INDEX_LEB:
  case DLW_R_GLOBAL_INDEX_I32:
    return DLW_EXT_GLOBAL;
  case DLW_R_TAG_INDEX_LEB:
    return DLW_EXT_TAG;
  case DLW_R_TABLE_NUMBER_LEB:
    return DLW_EXT_TABLE;
  default:
    return DLW_EXT_KINDS;
  }
}

void dlw_patch_indices(const dlw_object *o, const dlw_reloc_section *rs,
                       uint8_t *payload) {
  const struct dlw_object_edits *e = o->edits;
  dlw_reloc_iter it = dlw_relocs(rs);
  dlw_reloc r;
  while (dlw_reloc_next(&it, &r)) {
    unsigned kind = index_written(r.type);
    if (kind == DLW_EXT_KINDS || !e->added[kind])
      continue;
    uint8_t *at = payload + r.offset;
    uint32_t value = 0;
    for (unsigned i = 0; i < r.width; i++)
      value |= r.width == 4 ? (uint32_t)at[i] << (8 * i)
                            : (uint32_t)(at[i] & 0x7f) << (7 * i);
    value = dlw_moved_index(o, kind, value);
    /* A GOT entry (a global that a function or datum stands for) is an import
       of its own, which a split does not touch. */
    uint32_t split = e->split_of[r.index];
    if (split && e->splits[split - 1].kind == kind)
      value = o->symbols[e->splits[split - 1].added].index;
    if (r.width == 4)
      for (unsigned i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
    else
      dlw_uleb_put(at, value, r.width);
  }
}
