/* Symbols of objects, and exports and imports of modules that are not welded.
 */
#include "nm.h"

dlw_nm_symbol *dlw_nm_add(dlw_nm_list *list) {
  if (!dlw_grow(list->cx, &list->items, list->count, &list->capacity,
                sizeof *list->items))
    return NULL;
  dlw_nm_symbol *s = &list->items[list->count++];
  *s = (dlw_nm_symbol){0};
  return s;
}

/* --- Objects --- */

static const dlw_bytes *function_type(const dlw_module *m, uint32_t index) {
  uint32_t imported = m->imported[DLW_EXT_FUNCTION];
  if (index >= imported && index - imported >= m->defined[DLW_EXT_FUNCTION])
    return NULL;
  uint32_t type = dlw_module_function_type(m, index);
  return type < m->type_count ? &m->types[type] : NULL;
}

static void take_function(const dlw_module *m, uint32_t index,
                          dlw_nm_symbol *s) {
  const dlw_bytes *type = function_type(m, index);
  uint32_t imported = m->imported[DLW_EXT_FUNCTION];
  if (type)
    s->type = *type;
  if (!type || index < imported || !m->codes)
    return;
  s->has_size = true;
  s->size = m->codes[index - imported].body.n;
}

static char data_letter(const dlw_segment_info *info) {
  if (dlw_str_eq(info->name, DLW_STR(".rodata")) ||
      dlw_str_starts(info->name, DLW_STR(".rodata.")))
    return 'R';
  return dlw_str_starts(info->name, DLW_STR(".bss")) ? 'B' : 'D';
}

static void take_data(const dlw_object *o, const dlw_symbol *from,
                      dlw_nm_symbol *s) {
  s->kind = from->flags & DLW_SYM_TLS        ? DLW_NM_TLS
            : from->flags & DLW_SYM_ABSOLUTE ? DLW_NM_ABSOLUTE
                                             : DLW_NM_DATA;
  s->letter = s->kind == DLW_NM_TLS ? 'L' : 'D';
  if (!s->defined)
    return;
  s->has_size = true;
  s->size = from->size;
  s->form = DLW_NM_ADDRESS;
  s->value = from->offset;
  if (s->kind == DLW_NM_ABSOLUTE) {
    s->letter = 'A';
    s->form = DLW_NM_NUMBER;
  } else if (from->index < o->module.segment_count) {
    const dlw_segment *segment = &o->module.segments[from->index];
    if (s->kind == DLW_NM_DATA)
      s->letter = data_letter(&o->segment_infos[from->index]);
    if (segment->has_address)
      s->value += segment->address;
  }
}

static void take_symbol(const dlw_object *o, const dlw_symbol *from,
                        dlw_nm_symbol *s) {
  static const struct {
    uint8_t kind;
    char letter;
  } kinds[] = {[DLW_SYM_FUNCTION] = {DLW_NM_FUNCTION, 'T'},
               [DLW_SYM_GLOBAL] = {DLW_NM_GLOBAL, 'G'},
               [DLW_SYM_TAG] = {DLW_NM_TAG, 'E'},
               [DLW_SYM_TABLE] = {DLW_NM_TABLE, 'I'}};
  s->name = from->name;
  s->defined = !(from->flags & DLW_SYM_UNDEFINED);
  s->weak = (from->flags & DLW_SYM_WEAK) != 0;
  s->local = (from->flags & DLW_SYM_LOCAL) != 0;
  s->hidden = (from->flags & DLW_SYM_HIDDEN) != 0;
  if (from->kind == DLW_SYM_DATA) {
    take_data(o, from, s);
  } else {
    s->kind = kinds[from->kind].kind;
    s->letter = kinds[from->kind].letter;
    s->form = s->defined ? DLW_NM_INDEX : DLW_NM_NONE;
    s->value = from->index;
    if (from->kind == DLW_SYM_FUNCTION)
      take_function(&o->module, from->index, s);
  }
  bool data = from->kind == DLW_SYM_DATA;
  if (!s->defined)
    s->letter = !s->weak ? 'U' : data ? 'v' : 'w';
  else if (s->weak && !s->local)
    s->letter = data ? 'V' : 'W';
  else if (s->local)
    s->letter = (char)(s->letter - 'A' + 'a');
}

bool dlw_nm_object(dlw_nm_list *list, const dlw_object *o) {
  for (uint32_t i = 0; i < o->symbol_count; i++) {
    if (o->symbols[i].kind == DLW_SYM_SECTION)
      continue;
    dlw_nm_symbol *s = dlw_nm_add(list);
    if (!s)
      return false;
    take_symbol(o, &o->symbols[i], s);
  }
  return true;
}

/* --- Modules --- */

static const struct {
  uint8_t kind;
  char letter;
} spaces[DLW_EXT_KINDS] = {[DLW_EXT_FUNCTION] = {DLW_NM_FUNCTION, 'T'},
                           [DLW_EXT_TABLE] = {DLW_NM_TABLE, 'I'},
                           [DLW_EXT_MEMORY] = {DLW_NM_MEMORY, 'M'},
                           [DLW_EXT_GLOBAL] = {DLW_NM_GLOBAL, 'G'},
                           [DLW_EXT_TAG] = {DLW_NM_TAG, 'E'}};

bool dlw_nm_module(dlw_nm_list *list, const dlw_module *m, bool exports) {
  uint32_t functions = 0;
  for (uint32_t i = 0; i < m->export_count && exports; i++) {
    const dlw_export *e = &m->exports[i];
    dlw_nm_symbol *s = dlw_nm_add(list);
    if (!s)
      return false;
    s->name = e->name;
    s->kind = spaces[e->kind].kind;
    s->letter = spaces[e->kind].letter;
    s->defined = true;
    s->form = DLW_NM_INDEX;
    s->value = e->index;
    if (e->kind == DLW_EXT_FUNCTION)
      take_function(m, e->index, s);
  }
  for (uint32_t i = 0; i < m->import_count; i++) {
    const dlw_import *from = &m->imports[i];
    dlw_nm_symbol *s = dlw_nm_add(list);
    if (!s)
      return false;
    s->name = from->field;
    s->library = from->module;
    s->number = UINT32_MAX;
    s->kind = spaces[from->kind].kind;
    s->letter = 'U';
    if (from->kind == DLW_EXT_FUNCTION)
      take_function(m, functions++, s);
  }
  return true;
}
