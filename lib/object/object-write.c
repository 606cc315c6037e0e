/* Writing an object. Layout encodes into a scratch buffer the bodies of those
   sections that cannot stay as they were, and adds up sizes; writing copies
   the rest from the input, in runs as long as possible.

   Within a rebuilt section, too, unchanged entries are copied, so that LEB128
   widths that somebody chose (LLVM pads sizes to five bytes) survive. */
#include "object/private.h"

/* Copies stretches of the input, joined where they touch. */
typedef struct run {
  const uint8_t *p, *end;
} run;

static void run_flush(run *r, dlw_buf *out) {
  if (r->p != r->end)
    dlw_buf_bytes(out, r->p, (size_t)(r->end - r->p));
  r->p = r->end = NULL;
}

static void run_add(run *r, dlw_buf *out, dlw_bytes b) {
  if (r->end != b.p) {
    run_flush(r, out);
    r->p = b.p;
  }
  r->end = b.p + b.n;
}

/* A size field that is filled in when what follows it is complete. */
typedef struct hole {
  size_t at;
  unsigned width;
} hole;

static hole hole_open(dlw_buf *out, unsigned width) {
  hole h = {out->size, width};
  dlw_buf_zeros(out, width);
  return h;
}

static void hole_close(dlw_buf *out, hole h) {
  if (!dlw_buf_ok(out))
    return;
  size_t body = h.at + h.width, size = out->size - body;
  unsigned width = dlw_uleb_size(size);
  if (width > h.width) {
    if (!dlw_buf_grow(out, width - h.width))
      return;
    memmove(out->data + h.at + width, out->data + body, size);
  } else {
    width = h.width;
  }
  dlw_uleb_put(out->data + h.at, size, width);
}

/* A count: as it was in the input if it still holds. Steps over it. */
static void write_count(dlw_buf *out, const uint8_t **p, uint64_t count,
                        bool anew) {
  const uint8_t *start = *p;
  uint64_t old = dlw_leb_checked(p);
  if (old == count && !anew)
    dlw_buf_bytes(out, start, (size_t)(*p - start));
  else
    dlw_buf_uleb(out, count);
}

static void encode_symbol(const dlw_object *o, const dlw_symbol *s, bool added,
                          dlw_buf *out) {
  dlw_buf_u8(out, s->kind);
  dlw_buf_uleb(out, s->flags);
  if (s->kind == DLW_SYM_DATA) {
    dlw_buf_name(out, s->name);
    if (s->flags & DLW_SYM_UNDEFINED)
      return;
    dlw_buf_uleb(out, s->index);
    dlw_buf_uleb(out, s->offset);
    dlw_buf_uleb(out, s->size);
    return;
  }
  uint8_t kind = dlw_symbol_space(s->kind);
  /* An added reference has its index in the written object. */
  added = added && (s->flags & DLW_SYM_UNDEFINED);
  dlw_buf_uleb(out, kind == DLW_EXT_KINDS || added
                        ? s->index
                        : dlw_moved_index(o, kind, s->index));
  if (dlw_symbol_has_name(s))
    dlw_buf_name(out, s->name);
}

static void write_symbols(const dlw_object *o, const dlw_subsection *sub,
                          dlw_buf *out) {
  const struct dlw_object_edits *e = o->edits;
  const uint8_t *p = sub->body.p;
  run copied = {0};
  write_count(out, &p, o->symbol_count, e->touched);
  for (uint32_t i = 0; i < o->symbol_count; i++) {
    const dlw_symbol *s = &o->symbols[i];
    uint8_t kind = dlw_symbol_space(s->kind);
    bool moves = kind != DLW_EXT_KINDS && e->added[kind] &&
                 !(s->flags & DLW_SYM_UNDEFINED);
    if (s->changed || moves || e->touched) {
      run_flush(&copied, out);
      encode_symbol(o, s, i >= e->input_symbols, out);
    } else {
      run_add(&copied, out, s->raw);
    }
  }
  run_flush(&copied, out);
}

static void write_segment_infos(const dlw_object *o, const dlw_subsection *sub,
                                dlw_buf *out) {
  const uint8_t *p = sub->body.p;
  uint64_t count = dlw_leb_checked(&p);
  dlw_buf_uleb(out, count);
  for (uint32_t i = 0; i < count; i++) {
    const dlw_segment_info *info = &o->segment_infos[i];
    dlw_buf_name(out, info->name);
    dlw_buf_uleb(out, info->align);
    dlw_buf_uleb(out, info->flags);
  }
}

static void write_inits(const dlw_object *o, dlw_buf *out) {
  dlw_buf_uleb(out, o->init_count);
  for (uint32_t i = 0; i < o->init_count; i++) {
    dlw_buf_uleb(out, o->inits[i].priority);
    dlw_buf_uleb(out, o->inits[i].symbol);
  }
}

/* DLW_EXT_* of what a COMDAT entry speaks of, or DLW_EXT_KINDS. */
static uint8_t comdat_space(uint8_t kind) {
  static const uint8_t spaces[] = {[DLW_COMDAT_DATA] = DLW_EXT_KINDS,
                                   [DLW_COMDAT_FUNCTION] = DLW_EXT_FUNCTION,
                                   [DLW_COMDAT_GLOBAL] = DLW_EXT_GLOBAL,
                                   [DLW_COMDAT_TAG] = DLW_EXT_TAG,
                                   [DLW_COMDAT_TABLE] = DLW_EXT_TABLE,
                                   [DLW_COMDAT_SECTION] = DLW_EXT_KINDS};
  return spaces[kind];
}

static void encode_comdat(const dlw_object *o, const dlw_comdat *g,
                          dlw_buf *out) {
  dlw_buf_name(out, g->name);
  dlw_buf_uleb(out, g->flags);
  dlw_buf_uleb(out, g->count);
  for (uint32_t i = 0; i < g->count; i++) {
    uint8_t kind = comdat_space(g->entries[i].kind);
    dlw_buf_uleb(out, g->entries[i].kind);
    dlw_buf_uleb(out, kind == DLW_EXT_KINDS
                          ? g->entries[i].index
                          : dlw_moved_index(o, kind, g->entries[i].index));
  }
}

/* Its name or some indices differ. */
static void change_comdat(const dlw_object *o, const dlw_comdat *g,
                          dlw_buf *out) {
  const uint8_t *p = g->raw.p, *start = p, *end = p + g->raw.n;
  uint64_t n = dlw_leb_checked(&p);
  p += n;
  if (g->changed) {
    dlw_buf_name(out, g->name);
    start = p;
  }
  dlw_leb_checked(&p); /* flags */
  dlw_leb_checked(&p); /* count */
  dlw_buf_bytes(out, start, (size_t)(p - start));
  while (p < end) {
    start = p;
    uint8_t kind = comdat_space((uint8_t)dlw_leb_checked(&p));
    dlw_buf_bytes(out, start, (size_t)(p - start));
    dlw_buf_moved(out, o, kind, &p);
  }
}

static void write_comdats(const dlw_object *o, const dlw_subsection *sub,
                          bool move, dlw_buf *out) {
  const uint8_t *p = sub->body.p;
  run copied = {0};
  write_count(out, &p, o->comdat_count, o->edits->touched);
  for (uint32_t i = 0; i < o->comdat_count; i++) {
    const dlw_comdat *g = &o->comdats[i];
    if (!o->edits->touched && !g->changed && !move) {
      run_add(&copied, out, g->raw);
      continue;
    }
    run_flush(&copied, out);
    if (o->edits->touched)
      encode_comdat(o, g, out);
    else
      change_comdat(o, g, out);
  }
  run_flush(&copied, out);
}

/* Whether some indices differ from the input's. */
static bool indices_move(const struct dlw_object_edits *e) {
  for (int i = 0; i < DLW_EXT_KINDS; i++)
    if (e->added[i])
      return true;
  return false;
}

/* What has to be encoded of a subsection, if anything. */
static bool subsection_differs(const dlw_object *o, const dlw_subsection *sub) {
  const struct dlw_object_edits *e = o->edits;
  switch (sub->type) {
  case DLW_LINK_SYMBOL_TABLE:
    return e->touched || e->symbols_changed;
  case DLW_LINK_COMDAT_INFO:
    return e->touched || e->comdats_changed || indices_move(e);
  case DLW_LINK_SEGMENT_INFO:
    return e->touched || e->segments_changed;
  case DLW_LINK_INIT_FUNCS:
    return e->touched;
  default:
    return false;
  }
}

static bool write_linking(const dlw_object *o, dlw_buf *out) {
  const struct dlw_object_edits *e = o->edits;
  const dlw_section *s = &o->module.sections[o->linking];
  size_t start = out->size;
  bool differs = false;
  /* The section's name and the version. */
  const uint8_t *p = s->payload.p;
  dlw_leb_checked(&p);
  run copied = {0};
  run_add(&copied, out, (dlw_bytes){s->body.p, (size_t)(p - s->body.p)});
  for (uint32_t i = 0; i < e->subsection_count; i++) {
    const dlw_subsection *sub = &e->subsections[i];
    if (sub->type == DLW_LINK_INIT_FUNCS && e->drop_inits) {
      differs = true;
      continue;
    }
    if (!subsection_differs(o, sub)) {
      run_add(&copied, out,
              (dlw_bytes){sub->start,
                          (size_t)(sub->body.p - sub->start) + sub->body.n});
      continue;
    }
    differs = true;
    run_flush(&copied, out);
    dlw_buf_u8(out, sub->type);
    hole size = hole_open(out, sub->size_width);
    if (sub->type == DLW_LINK_SYMBOL_TABLE)
      write_symbols(o, sub, out);
    else if (sub->type == DLW_LINK_COMDAT_INFO)
      write_comdats(o, sub, indices_move(e), out);
    else if (sub->type == DLW_LINK_SEGMENT_INFO)
      write_segment_infos(o, sub, out);
    else
      write_inits(o, out);
    hole_close(out, size);
  }
  if (!differs) {
    out->size = start;
    return false;
  }
  run_flush(&copied, out);
  return true;
}

static bool write_imports(const dlw_object *o, const dlw_section *s,
                          dlw_buf *out) {
  const struct dlw_object_edits *e = o->edits;
  const dlw_module *m = &o->module;
  bool move = indices_move(e);
  if (!e->touched && !e->imports_changed && !move)
    return false;
  const uint8_t *p = s->body.p;
  uint64_t count = m->import_count;
  for (int i = 0; i < DLW_EXT_KINDS; i++)
    count += e->added[i];
  write_count(out, &p, count, e->touched);
  run copied = {0};
  for (uint32_t i = 0; i < m->import_count; i++) {
    const dlw_import *im = &m->imports[i];
    bool changed = e->import_edits && e->import_edits[i].changed;
    if (e->touched) {
      dlw_buf_name(out, im->module);
    } else if (changed) {
      run_add(&copied, out, im->module_raw);
      run_flush(&copied, out);
    } else {
      const uint8_t *start = im->module_raw.p;
      size_t n = (size_t)(im->desc.p - start) + im->desc.n;
      run_add(&copied, out, (dlw_bytes){start, n});
      continue;
    }
    dlw_buf_name(out, im->field);
    run_add(&copied, out, im->desc);
    if (e->touched)
      run_flush(&copied, out);
  }
  run_flush(&copied, out);
  for (uint32_t i = 0; i < e->split_count; i++) {
    const dlw_split *split = &e->splits[i];
    if (split->kind == DLW_EXT_KINDS)
      continue;
    dlw_buf_name(out, DLW_STR("env"));
    dlw_buf_name(out, o->symbols[split->added].name);
    dlw_buf_u8(out, split->kind);
    if (split->kind == DLW_EXT_TAG)
      dlw_buf_u8(out, 0); /* attribute: an exception */
    if (split->kind == DLW_EXT_FUNCTION || split->kind == DLW_EXT_TAG)
      dlw_buf_uleb(out, split->type);
    else
      dlw_buf_bytes(out, split->desc.p, split->desc.n);
  }
  return true;
}

/* What a relocation against `symbol` refers to in the written object. */
static uint32_t redirect(const dlw_object *o, uint8_t type, uint32_t symbol) {
  const struct dlw_object_edits *e = o->edits;
  if (!e->split_of || type == DLW_R_TYPE_INDEX_LEB ||
      type == DLW_R_FUNCTION_OFFSET_I32 || type == DLW_R_FUNCTION_OFFSET_I64)
    return symbol;
  uint32_t split = e->split_of[symbol];
  return split ? e->splits[split - 1].added : symbol;
}

static bool write_relocs(const dlw_object *o, const dlw_reloc_section *rs,
                         dlw_buf *out) {
  const dlw_section *s = &o->module.sections[rs->section];
  bool touched = o->edits->touched, differs = touched;
  size_t undo = out->size;
  if (!touched && !o->edits->split_count)
    return false;
  const uint8_t *p = s->payload.p;
  dlw_buf_bytes(out, s->body.p, (size_t)(p - s->body.p));
  write_count(out, &p, rs->target, touched);
  write_count(out, &p, rs->count, touched);
  run copied = {0};
  dlw_reloc_iter it = dlw_relocs(rs);
  dlw_reloc r;
  p = it.p;
  while (dlw_reloc_next(&it, &r)) {
    const uint8_t *start = p;
    uint32_t index = redirect(o, r.type, r.index);
    p = it.p;
    if (index == r.index && !touched) {
      run_add(&copied, out, (dlw_bytes){start, (size_t)(p - start)});
      continue;
    }
    differs = true;
    run_flush(&copied, out);
    dlw_buf_u8(out, r.type);
    dlw_buf_uleb(out, r.offset);
    dlw_buf_uleb(out, index);
    if (dlw_reloc_has_addend(r.type))
      dlw_buf_sleb(out, r.addend);
  }
  if (differs)
    run_flush(&copied, out);
  else
    out->size = undo;
  return differs;
}

/* Encodes the body of section `i` into `out` if it differs from the input.
   `*relocs` counts the relocation sections passed. */
static bool write_section(dlw_ctx *cx, const dlw_object *o, uint32_t i,
                          uint32_t *relocs, dlw_buf *out, bool *rebuilt) {
  const dlw_section *s = &o->module.sections[i];
  *rebuilt = false;
  if (i == o->linking) {
    *rebuilt = write_linking(o, out);
    return true;
  }
  if (o->edits->drop_names && s->id == DLW_SEC_CUSTOM &&
      dlw_str_eq(s->name, DLW_STR("name"))) {
    dlw_buf_name(out, s->name);
    *rebuilt = true;
    return true;
  }
  if (s->id == DLW_SEC_IMPORT) {
    *rebuilt = write_imports(o, s, out);
    return true;
  }
  if (*relocs < o->reloc_count && o->relocs[*relocs].section == i) {
    *rebuilt = write_relocs(o, &o->relocs[(*relocs)++], out);
    return true;
  }
  return !indices_move(o->edits) ||
         dlw_write_split_section(cx, o, i, out, rebuilt);
}

bool dlw_object_layout(dlw_ctx *cx, dlw_object *o, size_t *size) {
  struct dlw_object_edits *e = o->edits;
  const dlw_module *m = &o->module;
  dlw_object_done(o);
  *size = m->input.n;
  if (!e->touched && !e->symbols_changed && !e->comdats_changed &&
      !e->imports_changed && !e->segments_changed && !e->drop_inits &&
      !e->drop_names)
    return true;
  dlw_piece *pieces = dlw_alloc(cx, m->section_count, sizeof *pieces);
  if (!pieces)
    return false;
  uint64_t at = 8;
  uint32_t relocs = 0;
  for (uint32_t i = 0; i < m->section_count; i++) {
    const dlw_section *s = &m->sections[i];
    dlw_piece *piece = &pieces[i];
    piece->out = at;
    piece->body = e->scratch.size;
    if (!write_section(cx, o, i, &relocs, &e->scratch, &piece->rebuilt))
      return false;
    if (!dlw_buf_ok(&e->scratch))
      return dlw_out_of_memory(cx);
    piece->size = e->scratch.size - piece->body;
    if (!piece->rebuilt) {
      at += (size_t)(s->body.p - s->start) + s->body.n;
      continue;
    }
    if (piece->size > UINT32_MAX)
      return dlw_error(cx, &m->where, "section %u grows beyond 4 GiB", i);
    unsigned width = dlw_uleb_size(piece->size);
    piece->width = width > s->size_width ? (uint8_t)width : s->size_width;
    at += 1 + piece->width + piece->size;
  }
  e->pieces = pieces;
  *size = at;
  return true;
}

void dlw_object_write(const dlw_object *o, uint8_t *out) {
  const struct dlw_object_edits *e = o->edits;
  const dlw_module *m = &o->module;
  if (!e->pieces) {
    memcpy(out, m->input.p, m->input.n);
    return;
  }
  const uint8_t *from = m->input.p; /* not yet copied */
  uint8_t *to = out;
  for (uint32_t i = 0; i < m->section_count; i++) {
    const dlw_section *s = &m->sections[i];
    const dlw_piece *piece = &e->pieces[i];
    if (!piece->rebuilt)
      continue;
    size_t n = (size_t)(s->start - from);
    memcpy(to, from, n);
    to += n;
    *to++ = s->id;
    dlw_uleb_put(to, piece->size, piece->width);
    to += piece->width;
    if (piece->size)
      memcpy(to, e->scratch.data + piece->body, piece->size);
    to += piece->size;
    from = s->body.p + s->body.n;
  }
  memcpy(to, from, (size_t)(m->input.p + m->input.n - from));
  if (!indices_move(e))
    return;
  for (uint32_t i = 0; i < o->reloc_count; i++) {
    const dlw_section *target = &m->sections[o->relocs[i].target];
    dlw_patch_indices(o, &o->relocs[i],
                      out + e->pieces[o->relocs[i].target].out +
                          (target->payload.p - target->start));
  }
}

void dlw_object_done(dlw_object *o) {
  if (!o->edits)
    return;
  dlw_buf_free(&o->edits->scratch);
  o->edits->scratch = (dlw_buf){0};
  o->edits->pieces = NULL;
}
