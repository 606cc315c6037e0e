/* Changes of an object: they set the model and note what the writer has to
   encode anew. Nothing is moved here, so each costs the same however large the
   object is (but for the first of its kind, which makes a table). */
#include "object/private.h"

static uint32_t import_of(const dlw_object *o, const dlw_symbol *s) {
  return o->edits->imports[dlw_symbol_space(s->kind)][s->index];
}

/* Whether the symbol is one whose name may come from an import. */
static bool uses_import(const dlw_symbol *s) {
  return dlw_symbol_space(s->kind) != DLW_EXT_KINDS &&
         (s->flags & DLW_SYM_UNDEFINED);
}

static bool find_import_users(dlw_ctx *cx, dlw_object *o) {
  struct dlw_object_edits *e = o->edits;
  if (e->import_edits)
    return true;
  e->import_edits =
      dlw_alloc(cx, o->module.import_count, sizeof *e->import_edits);
  if (!e->import_edits)
    return false;
  for (uint32_t i = 0; i < e->input_symbols; i++) {
    const dlw_symbol *s = &o->symbols[i];
    if (!uses_import(s))
      continue;
    if (dlw_symbol_has_name(s))
      e->import_edits[import_of(o, s)].explicit_names++;
  }
  return true;
}

/* At most one symbol takes its name from an import: the reader has refused two
   of one name. */
static bool rename_import(dlw_ctx *cx, dlw_object *o, dlw_symbol *symbol,
                          dlw_str name) {
  uint32_t number = import_of(o, symbol);
  if (!find_import_users(cx, o))
    return false;
  dlw_import_edit *edit = &o->edits->import_edits[number];
  if (edit->explicit_names)
    return dlw_error(cx, &o->module.where,
                     "symbol '%.*s' cannot be renamed: another symbol, with "
                     "an explicit name, refers to the same import",
                     DLW_FMT(symbol->name));
  symbol->name = name;
  o->module.imports[number].field = name;
  edit->changed = true;
  o->edits->imports_changed = true;
  return true;
}

bool dlw_object_rename(dlw_ctx *cx, dlw_object *o, uint32_t symbol,
                       dlw_str name) {
  dlw_symbol *s = &o->symbols[symbol];
  if (s->kind == DLW_SYM_SECTION)
    return dlw_error(cx, &o->module.where,
                     "symbol %u is a section symbol and has no name", symbol);
  /* The name of an added symbol is in its import alone, which the writer
     makes from the symbol. */
  if (!dlw_symbol_has_name(s) && symbol < o->edits->input_symbols)
    return rename_import(cx, o, s, name);
  s->name = name;
  s->changed = true;
  o->edits->symbols_changed = true;
  return true;
}

void dlw_object_call(dlw_object *o, uint32_t symbol, dlw_str name) {
  dlw_symbol *s = &o->symbols[symbol];
  if (s->name.p == name.p && s->name.n == name.n)
    return;
  s->name = name;
  s->changed = true;
  o->edits->symbols_changed = true;
}

bool dlw_object_set_flags(dlw_ctx *cx, dlw_object *o, uint32_t symbol,
                          uint32_t flags) {
  dlw_symbol *s = &o->symbols[symbol];
  uint32_t differ = s->flags ^ flags;
  if (differ & DLW_SYM_UNDEFINED)
    return dlw_error(cx, &o->module.where,
                     "symbol '%.*s' cannot change between defined and "
                     "undefined",
                     DLW_FMT(s->name));
  if (differ == 0)
    return true;
  if ((differ & DLW_SYM_EXPLICIT_NAME) && uses_import(s) &&
      symbol < o->edits->input_symbols) {
    if (!find_import_users(cx, o))
      return false;
    dlw_import_edit *edit = &o->edits->import_edits[import_of(o, s)];
    if (flags & DLW_SYM_EXPLICIT_NAME) {
      edit->explicit_names++;
    } else {
      /* From now on the import's field has to be the name. */
      edit->explicit_names--;
      if (!rename_import(cx, o, s, s->name))
        return false;
    }
  }
  s->flags = flags;
  s->changed = true;
  o->edits->symbols_changed = true;
  return true;
}

void dlw_object_call_comdat(dlw_object *o, uint32_t comdat, dlw_str name) {
  dlw_comdat *g = &o->comdats[comdat];
  if (g->name.p == name.p && g->name.n == name.n)
    return;
  g->name = name;
  g->changed = true;
  o->edits->comdats_changed = true;
}

bool dlw_object_rename_comdat(dlw_ctx *cx, dlw_object *o, uint32_t comdat,
                              dlw_str name) {
  (void)cx;
  o->comdats[comdat].name = name;
  o->comdats[comdat].changed = true;
  o->edits->comdats_changed = true;
  return true;
}

void dlw_object_drop_inits(dlw_object *o) { o->edits->drop_inits = true; }

bool dlw_object_rename_segment(dlw_ctx *cx, dlw_object *o, uint32_t segment,
                               dlw_str name) {
  (void)cx;
  o->segment_infos[segment].name = name;
  o->edits->segments_changed = true;
  return true;
}

void dlw_object_drop_names(dlw_object *o) { o->edits->drop_names = true; }

void dlw_object_set_segment_flags(dlw_object *o, uint32_t segment,
                                  uint32_t flags) {
  o->segment_infos[segment].flags = flags;
  o->edits->segments_changed = true;
}

bool dlw_object_touch(dlw_ctx *cx, dlw_object *o) {
  (void)cx;
  o->edits->touched = true;
  return true;
}

/* --- Adding --- */

static bool symbol_room(dlw_ctx *cx, dlw_object *o) {
  struct dlw_object_edits *e = o->edits;
  if (o->symbol_count < e->symbol_room)
    return true;
  size_t room = (size_t)e->symbol_room + e->symbol_room / 2 + 8;
  dlw_symbol *symbols =
      room <= UINT32_MAX ? dlw_alloc(cx, room, sizeof *symbols) : NULL;
  if (!symbols)
    return false;
  memcpy(symbols, o->symbols, o->symbol_count * sizeof *symbols);
  o->symbols = symbols;
  e->symbol_room = (uint32_t)room;
  return true;
}

bool dlw_object_add_symbol(dlw_ctx *cx, dlw_object *o,
                           const dlw_symbol *symbol) {
  dlw_symbol added = *symbol;
  if (added.flags & DLW_SYM_UNDEFINED || added.kind == DLW_SYM_SECTION)
    return dlw_error(cx, &o->module.where,
                     "symbol '%.*s' cannot be added: it is no definition",
                     DLW_FMT(added.name));
  if (!symbol_room(cx, o))
    return false;
  added.raw = (dlw_bytes){0};
  added.changed = true;
  o->symbols[o->symbol_count++] = added;
  o->edits->symbols_changed = true;
  return true;
}

/* --- Splitting --- */

/* Room for one more split and its symbol. */
static bool split_room(dlw_ctx *cx, dlw_object *o) {
  struct dlw_object_edits *e = o->edits;
  if (!e->split_of) {
    e->split_of = dlw_alloc(cx, e->input_symbols, sizeof *e->split_of);
    if (!e->split_of)
      return false;
  }
  if (e->split_count == e->split_room) {
    uint32_t room = e->split_room ? e->split_room * 2 : 8;
    dlw_split *splits = dlw_alloc(cx, room, sizeof *splits);
    if (!splits)
      return false;
    if (e->split_count)
      memcpy(splits, e->splits, e->split_count * sizeof *splits);
    e->splits = splits;
    e->split_room = room;
  }
  return symbol_room(cx, o);
}

bool dlw_object_split(dlw_ctx *cx, dlw_object *o, uint32_t symbol, dlw_str name,
                      bool weak) {
  const dlw_module *m = &o->module;
  struct dlw_object_edits *e = o->edits;
  const dlw_symbol *s = &o->symbols[symbol];
  if (s->kind == DLW_SYM_SECTION || (s->flags & DLW_SYM_UNDEFINED))
    return dlw_error(cx, &m->where,
                     "symbol '%.*s' cannot be split: it is not a definition",
                     DLW_FMT(s->name));
  uint8_t kind = dlw_symbol_space(s->kind);
  if (kind != DLW_EXT_KINDS && m->section_of[DLW_SEC_IMPORT] == DLW_NONE)
    return dlw_error(cx, &m->where,
                     "symbol '%.*s' cannot be split: the object has no import "
                     "section",
                     DLW_FMT(s->name));
  if (!split_room(cx, o))
    return false;
  if (e->split_of[symbol])
    return dlw_error(cx, &m->where, "symbol '%.*s' is split already",
                     DLW_FMT(s->name));
  s = &o->symbols[symbol];
  dlw_split split = {.symbol = symbol, .added = o->symbol_count, .kind = kind};
  dlw_symbol added = {.kind = s->kind,
                      .flags = DLW_SYM_UNDEFINED | (s->flags & DLW_SYM_TLS),
                      .name = name,
                      .comdat = DLW_NONE,
                      .changed = true};
  /* The format has no weak undefined globals, tables or tags. */
  if (weak && (s->kind == DLW_SYM_FUNCTION || s->kind == DLW_SYM_DATA))
    added.flags |= DLW_SYM_WEAK;
  if (kind != DLW_EXT_KINDS) {
    uint32_t defined = s->index - m->imported[kind];
    added.index = m->imported[kind] + e->added[kind]++;
    switch (kind) {
    case DLW_EXT_FUNCTION:
      split.type = m->function_types[defined];
      break;
    case DLW_EXT_TABLE:
      split.desc = m->table_types[defined];
      break;
    case DLW_EXT_GLOBAL:
      split.desc = m->global_types[defined];
      break;
    default:
      split.type = m->tag_types[s->index];
      break;
    }
  }
  o->symbols[o->symbol_count++] = added;
  e->splits[e->split_count++] = split;
  e->split_of[symbol] = e->split_count;
  e->symbols_changed = true;
  return true;
}
