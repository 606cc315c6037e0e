/* The sections that declare: types, imports, functions, tables, memories, tags
   and globals. Core specification, "Binary Format": Modules. */
#include "object/expr.h"
#include "object/sections.h"

const char *dlw_ext_name(unsigned kind) {
  static const char *const names[DLW_EXT_KINDS] = {"function", "table",
                                                   "memory", "global", "tag"};
  return kind < DLW_EXT_KINDS ? names[kind] : "unknown";
}

enum {
  FORM_REC = 0x4e,
  FORM_SUB_FINAL = 0x4f,
  FORM_SUB = 0x50,
  FORM_ARRAY = 0x5e,
  FORM_STRUCT = 0x5f,
  FORM_FUNC = 0x60,
};

static bool valtypes(dlw_cursor *c, const char *field, uint32_t known) {
  uint32_t n;
  if (!dlw_cursor_count(c, field, 1, &n))
    return false;
  while (n--)
    if (!dlw_valtype_read(c, known, false))
      return false;
  return true;
}

static bool field_type(dlw_cursor *c, uint32_t known) {
  uint8_t mutability = 0;
  if (!dlw_valtype_read(c, known, true) ||
      !dlw_cursor_u8(c, "mutability", &mutability))
    return false;
  return mutability <= 1 || dlw_cursor_fail(c, "mutability is not 0 or 1");
}

/* What is left of a type after its form byte. A type may refer to any type of
   its recursion group, so `known` is what that group will have made known. */
static bool type_rest(dlw_cursor *c, uint8_t form, uint32_t known) {
  uint32_t n, super;
  if (form == FORM_SUB || form == FORM_SUB_FINAL) {
    if (!dlw_cursor_count(c, "count of supertypes", 1, &n))
      return false;
    while (n--)
      if (!dlw_cursor_u32(c, "supertype", &super))
        return false;
      else if (super >= known)
        return dlw_cursor_fail(c, "supertype %u is out of range", super);
    if (!dlw_cursor_u8(c, "form", &form))
      return false;
  }
  switch (form) {
  case FORM_FUNC:
    return valtypes(c, "count of parameters", known) &&
           valtypes(c, "count of results", known);
  case FORM_STRUCT:
    if (!dlw_cursor_count(c, "count of fields", 2, &n))
      return false;
    while (n--)
      if (!field_type(c, known))
        return false;
    return true;
  case FORM_ARRAY:
    return field_type(c, known);
  default:
    return dlw_cursor_fail(c, "form 0x%02x is unknown", form);
  }
}

static bool one_type(dlw_cursor *c, dlw_module *m, const uint8_t *start,
                     uint8_t form, uint32_t known) {
  c->number = m->type_count;
  if (!type_rest(c, form, known))
    return false;
  m->types[m->type_count++] = (dlw_bytes){start, (size_t)(c->p - start)};
  return true;
}

/* Makes room for `more` types beyond those the section's count announced. */
static bool more_types(dlw_cursor *c, dlw_module *m, uint32_t *room,
                       uint32_t more) {
  uint64_t need = (uint64_t)*room + more;
  if (need > UINT32_MAX)
    return dlw_cursor_fail(c, "there are too many types");
  dlw_bytes *types = dlw_alloc(c->reader->cx, need, sizeof *types);
  if (!types)
    return false;
  if (m->type_count)
    memcpy(types, m->types, m->type_count * sizeof *types);
  m->types = types;
  *room = (uint32_t)need;
  return true;
}

bool dlw_read_types(dlw_cursor *c, dlw_module *m) {
  uint32_t count, room;
  /* The shortest type is an empty structure, or an empty recursion group. */
  if (!dlw_cursor_count(c, "count", 2, &count))
    return false;
  room = count;
  m->types = dlw_alloc(c->reader->cx, count, sizeof *m->types);
  if (!m->types)
    return false;
  c->item = "type";
  for (uint32_t i = 0; i < count; i++) {
    const uint8_t *start = c->p;
    uint8_t form = 0;
    c->number = m->type_count;
    if (!dlw_cursor_u8(c, "form", &form))
      return false;
    if (form != FORM_REC) {
      if (!one_type(c, m, start, form, m->type_count + 1))
        return false;
      continue;
    }
    uint32_t n;
    if (!dlw_cursor_count(c, "count of the recursion group", 2, &n))
      return false;
    /* Doubling, so that many small groups do not copy again and again. */
    uint64_t need = (uint64_t)m->type_count + n + (count - i - 1);
    if (need > room &&
        !more_types(c, m, &room,
                    need - room > room ? (uint32_t)(need - room) : room))
      return false;
    uint32_t known = m->type_count + n;
    while (n--) {
      start = c->p;
      if (!dlw_cursor_u8(c, "form", &form) ||
          !one_type(c, m, start, form, known))
        return false;
    }
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}

static bool type_index(dlw_cursor *c, const dlw_module *m, uint32_t *out) {
  const uint8_t *at = c->p;
  if (!dlw_cursor_u32(c, "type index", out))
    return false;
  return *out < m->type_count ||
         dlw_cursor_fail_at(c, at, "type index %u is out of range", *out);
}

static bool table_type(dlw_cursor *c, const dlw_module *m) {
  uint32_t flags;
  return dlw_valtype_read(c, m->type_count, false) &&
         dlw_limits_read(c, false, &flags);
}

static bool memory_type(dlw_cursor *c, dlw_module *m) {
  uint32_t flags;
  if (!dlw_limits_read(c, true, &flags))
    return false;
  if (dlw_module_count(m, DLW_EXT_MEMORY) == 0)
    m->memory64 = flags & 4;
  return true;
}

static bool global_type(dlw_cursor *c, const dlw_module *m) {
  const uint8_t *at;
  uint8_t mutability = 0;
  if (!dlw_valtype_read(c, m->type_count, false))
    return false;
  at = c->p;
  if (!dlw_cursor_u8(c, "mutability", &mutability))
    return false;
  return mutability <= 1 ||
         dlw_cursor_fail_at(c, at, "mutability is not 0 or 1");
}

static bool tag_type(dlw_cursor *c, const dlw_module *m, uint32_t *type) {
  const uint8_t *at = c->p;
  uint8_t attribute = 0;
  if (!dlw_cursor_u8(c, "attribute", &attribute))
    return false;
  if (attribute != 0)
    return dlw_cursor_fail_at(c, at, "attribute %u is unknown", attribute);
  return type_index(c, m, type);
}

static bool one_import(dlw_cursor *c, dlw_module *m, dlw_import *im) {
  const uint8_t *start = c->p;
  if (!dlw_cursor_name(c, "module name", &im->module))
    return false;
  im->module_raw = (dlw_bytes){start, (size_t)(c->p - start)};
  if (!dlw_cursor_name(c, "field name", &im->field))
    return false;
  start = c->p;
  if (!dlw_cursor_u8(c, "kind", &im->kind))
    return false;
  bool ok;
  switch (im->kind) {
  case DLW_EXT_FUNCTION:
    ok = type_index(c, m, &im->type);
    break;
  case DLW_EXT_TABLE:
    ok = table_type(c, m);
    break;
  case DLW_EXT_MEMORY:
    ok = memory_type(c, m);
    break;
  case DLW_EXT_GLOBAL:
    ok = global_type(c, m);
    break;
  case DLW_EXT_TAG:
    ok = tag_type(c, m, &im->type);
    break;
  default:
    return dlw_cursor_fail_at(c, start, "kind %u is unknown", im->kind);
  }
  im->desc = (dlw_bytes){start, (size_t)(c->p - start)};
  m->imported[im->kind < DLW_EXT_KINDS ? im->kind : 0] += ok;
  return ok;
}

bool dlw_read_imports(dlw_cursor *c, dlw_module *m) {
  uint32_t count;
  /* Two empty names, the kind and one byte of its description. */
  if (!dlw_cursor_count(c, "count", 4, &count))
    return false;
  m->imports = dlw_alloc(c->reader->cx, count, sizeof *m->imports);
  m->type_of_import = dlw_alloc(c->reader->cx, count, sizeof(uint32_t));
  if (!m->imports || !m->type_of_import)
    return false;
  c->item = "import";
  for (uint32_t i = 0; i < count; i++) {
    dlw_import *im = &m->imports[i];
    c->number = i;
    if (!one_import(c, m, im))
      return false;
    if (im->kind == DLW_EXT_FUNCTION)
      m->type_of_import[m->imported[DLW_EXT_FUNCTION] - 1] = im->type;
    m->import_count++;
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}

bool dlw_read_functions(dlw_cursor *c, dlw_module *m) {
  uint32_t count;
  if (!dlw_cursor_count(c, "count", 1, &count))
    return false;
  m->function_types = dlw_alloc(c->reader->cx, count, sizeof(uint32_t));
  if (!m->function_types)
    return false;
  c->item = "function";
  for (uint32_t i = 0; i < count; i++) {
    c->number = m->imported[DLW_EXT_FUNCTION] + i;
    if (!type_index(c, m, &m->function_types[i]))
      return false;
  }
  m->defined[DLW_EXT_FUNCTION] = count;
  c->item = NULL;
  return dlw_cursor_done(c);
}

bool dlw_read_tables(dlw_cursor *c, dlw_module *m) {
  uint32_t count;
  if (!dlw_cursor_count(c, "count", 3, &count))
    return false;
  m->table_types = dlw_alloc(c->reader->cx, count, sizeof(dlw_bytes));
  if (!m->table_types)
    return false;
  c->item = "table";
  for (uint32_t i = 0; i < count; i++) {
    c->number = dlw_module_count(m, DLW_EXT_TABLE);
    /* 0x40 0x00: the type is followed by an initial value. */
    bool initial = dlw_cursor_left(c) >= 2 && c->p[0] == 0x40 && c->p[1] == 0;
    if (initial)
      c->p += 2;
    const uint8_t *start = c->p;
    if (!table_type(c, m))
      return false;
    m->table_types[i] = (dlw_bytes){start, (size_t)(c->p - start)};
    if (initial) {
      /* Globals and functions defined here come later; only what is imported
         has a number yet, as the specification has it for globals. */
      dlw_expr ignored;
      if (!dlw_expr_read(c, m, &ignored))
        return false;
    }
    m->defined[DLW_EXT_TABLE]++;
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}

bool dlw_read_memories(dlw_cursor *c, dlw_module *m) {
  uint32_t count;
  if (!dlw_cursor_count(c, "count", 2, &count))
    return false;
  c->item = "memory";
  for (uint32_t i = 0; i < count; i++) {
    c->number = dlw_module_count(m, DLW_EXT_MEMORY);
    if (!memory_type(c, m))
      return false;
    m->defined[DLW_EXT_MEMORY]++;
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}

bool dlw_read_tags(dlw_cursor *c, dlw_module *m) {
  uint32_t count, imported = m->imported[DLW_EXT_TAG];
  if (!dlw_cursor_count(c, "count", 2, &count))
    return false;
  m->tag_types =
      dlw_alloc(c->reader->cx, (size_t)imported + count, sizeof(uint32_t));
  if (!m->tag_types)
    return false;
  c->item = "tag";
  for (uint32_t i = 0; i < count; i++) {
    c->number = imported + i;
    if (!tag_type(c, m, &m->tag_types[imported + i]))
      return false;
  }
  m->defined[DLW_EXT_TAG] = count;
  c->item = NULL;
  return dlw_cursor_done(c);
}

bool dlw_read_globals(dlw_cursor *c, dlw_module *m) {
  uint32_t count;
  /* Type, mutability and an expression of one byte. */
  if (!dlw_cursor_count(c, "count", 3, &count))
    return false;
  m->global_types = dlw_alloc(c->reader->cx, count, sizeof(dlw_bytes));
  if (!m->global_types)
    return false;
  c->item = "global";
  for (uint32_t i = 0; i < count; i++) {
    const uint8_t *start = c->p;
    dlw_expr ignored;
    c->number = dlw_module_count(m, DLW_EXT_GLOBAL);
    if (!global_type(c, m))
      return false;
    m->global_types[i] = (dlw_bytes){start, (size_t)(c->p - start)};
    if (!dlw_expr_read(c, m, &ignored))
      return false;
    m->defined[DLW_EXT_GLOBAL]++;
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}
