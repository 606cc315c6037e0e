/* The symbol table and the COMDAT groups of an object: WASM_SYMBOL_TABLE and
   WASM_COMDAT_INFO of Linking.md. */
#include "object/private.h"

/* Import numbers by index of their kind. */
static bool index_imports(dlw_ctx *cx, dlw_object *o) {
  const dlw_module *m = &o->module;
  uint32_t *all = dlw_alloc(cx, m->import_count, sizeof *all);
  uint32_t next[DLW_EXT_KINDS] = {0};
  if (!all)
    return false;
  for (int kind = 0; kind < DLW_EXT_KINDS; kind++) {
    o->edits->imports[kind] = all;
    all += m->imported[kind];
  }
  for (uint32_t i = 0; i < m->import_count; i++) {
    uint8_t kind = m->imports[i].kind;
    o->edits->imports[kind][next[kind]++] = i;
  }
  return true;
}

/* A function, global, tag or table. */
static bool read_indexed(dlw_cursor *c, dlw_object *o, dlw_symbol *s) {
  const dlw_module *m = &o->module;
  const uint8_t *at = c->p;
  unsigned kind = dlw_symbol_space(s->kind);
  bool undefined = s->flags & DLW_SYM_UNDEFINED;
  if (!dlw_cursor_u32(c, "index", &s->index))
    return false;
  if (s->index >= dlw_module_count(m, kind))
    return dlw_cursor_fail_at(c, at, "%s index %u is out of range",
                              dlw_ext_name(kind), s->index);
  if (undefined != (s->index < m->imported[kind]))
    return dlw_cursor_fail_at(c, at, "%s %u is %s, but the symbol is %s",
                              dlw_ext_name(kind), s->index,
                              undefined ? "defined here" : "an import",
                              undefined ? "undefined" : "defined");
  /* wasm-ld crashes on one with -r. */
  if (undefined && (s->flags & DLW_SYM_LOCAL))
    return dlw_cursor_fail_at(c, at, "an undefined %s cannot be local",
                              dlw_ext_name(kind));
  if (undefined && (s->flags & DLW_SYM_WEAK) && s->kind != DLW_SYM_FUNCTION)
    return dlw_cursor_fail_at(c, at, "an undefined %s cannot be weak",
                              dlw_ext_name(kind));
  if (dlw_symbol_has_name(s))
    return dlw_cursor_name(c, "name", &s->name);
  s->name = m->imports[o->edits->imports[kind][s->index]].field;
  return true;
}

static bool read_data(dlw_cursor *c, dlw_object *o, dlw_symbol *s) {
  const dlw_module *m = &o->module;
  if (!dlw_cursor_name(c, "name", &s->name))
    return false;
  if (s->flags & DLW_SYM_UNDEFINED)
    return true;
  const uint8_t *at = c->p;
  if (!dlw_cursor_u32(c, "segment", &s->index) ||
      !dlw_cursor_u64(c, "offset", &s->offset) ||
      !dlw_cursor_u64(c, "size", &s->size))
    return false;
  /* Also of an absolute symbol, whose segment means nothing: wasm-ld looks at
     it. */
  if (s->index >= m->segment_count)
    return dlw_cursor_fail_at(c, at, "segment %u is out of range", s->index);
  if (s->flags & DLW_SYM_ABSOLUTE)
    return true;
  size_t room = m->segments[s->index].data.n;
  if (s->offset > room || s->size > room - s->offset)
    return dlw_cursor_fail_at(
        c, at, "offset %llu and size %llu exceed segment %u of %zu bytes",
        (unsigned long long)s->offset, (unsigned long long)s->size, s->index,
        room);
  return true;
}

/* wasm-ld looks up section symbols among the custom sections it has already
   seen, and crashes where there is none. */
static bool read_section_symbol(dlw_cursor *c, dlw_object *o, dlw_symbol *s) {
  const uint8_t *at = c->p;
  if ((s->flags & (DLW_SYM_WEAK | DLW_SYM_LOCAL)) != DLW_SYM_LOCAL)
    return dlw_cursor_fail(c, "a section symbol must be local");
  if (s->flags & DLW_SYM_UNDEFINED)
    return dlw_cursor_fail(c, "a section symbol must be defined");
  if (!dlw_cursor_u32(c, "section", &s->index))
    return false;
  if (s->index >= o->module.section_count)
    return dlw_cursor_fail_at(c, at, "section %u is out of range", s->index);
  if (o->module.sections[s->index].id != DLW_SEC_CUSTOM ||
      s->index >= o->linking)
    return dlw_cursor_fail_at(c, at,
                              "section %u is not a custom section before "
                              "\"linking\"",
                              s->index);
  return true;
}

static bool read_symbol(dlw_cursor *c, dlw_object *o, dlw_symbol *s) {
  const uint8_t *start = c->p;
  s->comdat = DLW_NONE;
  if (!dlw_cursor_u8(c, "kind", &s->kind) ||
      !dlw_cursor_u32(c, "flags", &s->flags))
    return false;
  if (s->kind > DLW_SYM_TABLE)
    return dlw_cursor_fail_at(c, start, "kind %u is unknown", s->kind);
  if ((s->flags & DLW_SYM_LOCAL) && (s->flags & DLW_SYM_WEAK))
    return dlw_cursor_fail_at(c, start, "a symbol cannot be local and weak");
  bool ok = s->kind == DLW_SYM_DATA      ? read_data(c, o, s)
            : s->kind == DLW_SYM_SECTION ? read_section_symbol(c, o, s)
                                         : read_indexed(c, o, s);
  s->raw = (dlw_bytes){start, (size_t)(c->p - start)};
  return ok;
}

bool dlw_read_symbols(dlw_cursor *c, dlw_object *o) {
  dlw_ctx *cx = c->reader->cx;
  dlw_name_set seen;
  uint32_t count;
  /* Kind, flags and an index or an empty name. */
  if (!dlw_cursor_count(c, "count of symbols", 3, &count))
    return false;
  o->symbols = dlw_alloc(cx, count, sizeof *o->symbols);
  if (!o->symbols || !index_imports(cx, o) ||
      !dlw_name_set_init(cx, &seen, count))
    return false;
  c->item = "symbol";
  bool ok = true;
  for (uint32_t i = 0; ok && i < count; i++) {
    dlw_symbol *s = &o->symbols[i];
    c->number = i;
    ok = read_symbol(c, o, s);
    if (ok && !(s->flags & DLW_SYM_LOCAL) && !dlw_name_set_add(&seen, s->name))
      ok = dlw_cursor_fail_at(c, s->raw.p, "there is another '%.*s'",
                              DLW_FMT(s->name));
  }
  dlw_name_set_done(&seen);
  o->symbol_count = ok ? count : 0;
  return ok && dlw_subsection_done(c, DLW_LINK_SYMBOL_TABLE);
}

/* --- COMDAT groups --- */

/* Which group each thing is in, by kind of COMDAT entry. */
typedef struct groups {
  uint32_t **of;                          /* the object's comdat_of */
  uint32_t count[DLW_COMDAT_SECTION + 1]; /* with imports, for indices */
  uint32_t imported[DLW_COMDAT_SECTION + 1];
} groups;

static bool groups_init(dlw_ctx *cx, const dlw_object *o, groups *g) {
  static const uint8_t spaces[][2] = {{DLW_COMDAT_FUNCTION, DLW_EXT_FUNCTION},
                                      {DLW_COMDAT_GLOBAL, DLW_EXT_GLOBAL},
                                      {DLW_COMDAT_TAG, DLW_EXT_TAG},
                                      {DLW_COMDAT_TABLE, DLW_EXT_TABLE}};
  const dlw_module *m = &o->module;
  *g = (groups){.of = o->edits->comdat_of};
  g->count[DLW_COMDAT_DATA] = m->segment_count;
  g->count[DLW_COMDAT_SECTION] = m->section_count;
  for (int i = 0; i < 4; i++) {
    g->count[spaces[i][0]] = dlw_module_count(m, spaces[i][1]);
    g->imported[spaces[i][0]] = m->imported[spaces[i][1]];
  }
  for (int i = 0; i <= DLW_COMDAT_SECTION; i++) {
    size_t size = g->count[i] * sizeof(uint32_t);
    g->of[i] = dlw_alloc(cx, g->count[i], sizeof(uint32_t));
    if (!g->of[i])
      return false;
    memset(g->of[i], 0xff, size);
  }
  return true;
}

static const char *comdat_kind_name(uint8_t kind) {
  static const char *const names[] = {"segment", "function", "global",
                                      "tag",     "table",    "section"};
  return names[kind];
}

static bool read_entry(dlw_cursor *c, const dlw_object *o, groups *g,
                       uint32_t comdat, dlw_comdat_entry *entry) {
  const uint8_t *at = c->p;
  uint32_t kind;
  if (!dlw_cursor_u32(c, "kind", &kind))
    return false;
  if (kind > DLW_COMDAT_SECTION)
    return dlw_cursor_fail_at(c, at, "kind %u is unknown", kind);
  entry->kind = (uint8_t)kind;
  at = c->p;
  if (!dlw_cursor_u32(c, "index", &entry->index))
    return false;
  uint32_t i = entry->index;
  if (i >= g->count[kind])
    return dlw_cursor_fail_at(c, at, "%s index %u is out of range",
                              comdat_kind_name(entry->kind), i);
  if (i < g->imported[kind])
    return dlw_cursor_fail_at(c, at, "%s %u is an import",
                              comdat_kind_name(entry->kind), i);
  if (kind == DLW_COMDAT_SECTION &&
      (o->module.sections[i].id != DLW_SEC_CUSTOM || i >= o->linking))
    return dlw_cursor_fail_at(c, at,
                              "section %u is not a custom section before "
                              "\"linking\"",
                              i);
  if (g->of[kind][i] != DLW_NONE)
    return dlw_cursor_fail_at(c, at, "%s %u is in two groups",
                              comdat_kind_name(entry->kind), i);
  g->of[kind][i] = comdat;
  return true;
}

static bool read_comdat(dlw_cursor *c, dlw_object *o, groups *g,
                        uint32_t number) {
  dlw_comdat *comdat = &o->comdats[number];
  const uint8_t *start = c->p;
  if (!dlw_cursor_name(c, "name", &comdat->name))
    return false;
  if (comdat->name.n == 0)
    return dlw_cursor_fail_at(c, start, "the name is empty");
  const uint8_t *at = c->p;
  if (!dlw_cursor_u32(c, "flags", &comdat->flags))
    return false;
  if (comdat->flags != 0)
    return dlw_cursor_fail_at(c, at, "flags 0x%x are unknown", comdat->flags);
  if (!dlw_cursor_count(c, "count of entries", 2, &comdat->count))
    return false;
  comdat->entries =
      dlw_alloc(c->reader->cx, comdat->count, sizeof *comdat->entries);
  if (!comdat->entries)
    return false;
  for (uint32_t i = 0; i < comdat->count; i++)
    if (!read_entry(c, o, g, number, &comdat->entries[i]))
      return false;
  comdat->raw = (dlw_bytes){start, (size_t)(c->p - start)};
  return true;
}

bool dlw_read_comdats(dlw_cursor *c, dlw_object *o) {
  dlw_ctx *cx = c->reader->cx;
  dlw_name_set seen;
  groups g;
  uint32_t count;
  if (!dlw_cursor_count(c, "count of COMDAT groups", 3, &count))
    return false;
  o->comdats = dlw_alloc(cx, count, sizeof *o->comdats);
  if (!o->comdats || !groups_init(cx, o, &g) ||
      !dlw_name_set_init(cx, &seen, count))
    return false;
  c->item = "COMDAT group";
  bool ok = true;
  for (uint32_t i = 0; ok && i < count; i++) {
    const uint8_t *start = c->p;
    c->number = i;
    ok = read_comdat(c, o, &g, i);
    if (ok && !dlw_name_set_add(&seen, o->comdats[i].name))
      ok = dlw_cursor_fail_at(c, start, "there is another '%.*s'",
                              DLW_FMT(o->comdats[i].name));
  }
  dlw_name_set_done(&seen);
  o->comdat_count = ok ? count : 0;
  return ok && dlw_subsection_done(c, DLW_LINK_COMDAT_INFO);
}

/* Symbols learn their group when both tables have been read, since either may
   come first. */
void dlw_assign_comdats(dlw_object *o) {
  static const uint8_t kinds[] = {[DLW_SYM_FUNCTION] = DLW_COMDAT_FUNCTION,
                                  [DLW_SYM_DATA] = DLW_COMDAT_DATA,
                                  [DLW_SYM_GLOBAL] = DLW_COMDAT_GLOBAL,
                                  [DLW_SYM_SECTION] = DLW_COMDAT_SECTION,
                                  [DLW_SYM_TAG] = DLW_COMDAT_TAG,
                                  [DLW_SYM_TABLE] = DLW_COMDAT_TABLE};
  if (o->comdat_count == 0)
    return;
  for (uint32_t i = 0; i < o->symbol_count; i++) {
    dlw_symbol *s = &o->symbols[i];
    if (!(s->flags & DLW_SYM_UNDEFINED) &&
        !(s->kind == DLW_SYM_DATA && (s->flags & DLW_SYM_ABSOLUTE)))
      s->comdat = o->edits->comdat_of[kinds[s->kind]][s->index];
  }
}
