/* The "name" section. Core specification, "Custom Sections": Name Section, and
   the extended-name-section proposal. The core specification says that a
   damaged one must not fail a module, and for finished modules it does not; in
   an object it is an error, because LLVM's reader aborts on it. */
#include "object/names.h"

#include "object/sections.h"

int dlw_names_space(uint8_t subsection) {
  switch (subsection) {
  case DLW_NAME_FUNCTION:
  case DLW_NAME_LOCAL:
  case DLW_NAME_LABEL:
    return DLW_EXT_FUNCTION;
  case DLW_NAME_TABLE:
    return DLW_EXT_TABLE;
  case DLW_NAME_MEMORY:
    return DLW_EXT_MEMORY;
  case DLW_NAME_GLOBAL:
    return DLW_EXT_GLOBAL;
  case DLW_NAME_TAG:
    return DLW_EXT_TAG;
  default:
    return -1;
  }
}

/* How many things the keys of a subsection may speak of. */
static uint32_t space_size(const dlw_module *m, uint8_t subsection) {
  int kind = dlw_names_space(subsection);
  if (kind >= 0)
    return dlw_module_count(m, (unsigned)kind);
  switch (subsection) {
  case DLW_NAME_TYPE:
  case DLW_NAME_FIELD:
    return m->type_count;
  case DLW_NAME_ELEM:
    return m->elem_count;
  default:
    return m->segment_count;
  }
}

static bool name_map(dlw_cursor *c, uint32_t limit, dlw_str *names) {
  uint32_t count, index;
  dlw_str name;
  if (!dlw_cursor_count(c, "count", 2, &count))
    return false;
  while (count--) {
    const uint8_t *at = c->p;
    if (!dlw_cursor_u32(c, "index", &index) ||
        !dlw_cursor_name(c, "name", &name))
      return false;
    if (index >= limit)
      return dlw_cursor_fail_at(c, at, "index %u is out of range", index);
    if (names)
      names[index] = name;
  }
  return true;
}

static bool indirect_name_map(dlw_cursor *c, uint32_t limit) {
  uint32_t count, index;
  if (!dlw_cursor_count(c, "count", 2, &count))
    return false;
  while (count--) {
    const uint8_t *at = c->p;
    if (!dlw_cursor_u32(c, "index", &index))
      return false;
    if (index >= limit)
      return dlw_cursor_fail_at(c, at, "index %u is out of range", index);
    if (!name_map(c, UINT32_MAX, NULL))
      return false;
  }
  return true;
}

bool dlw_names_read(dlw_cursor *c, const dlw_module *m, uint8_t wanted,
                    dlw_str *names) {
  c->item = "subsection";
  while (c->p < c->end) {
    uint8_t type;
    uint32_t size;
    dlw_bytes body;
    dlw_str name;
    if (!dlw_cursor_u8(c, "id", &type))
      return false;
    c->number = type;
    if (!dlw_cursor_u32(c, "size", &size) ||
        !dlw_cursor_bytes(c, "body", size, &body))
      return false;
    dlw_cursor sub = *c;
    sub.p = body.p;
    sub.end = body.p + body.n;
    sub.unit = "subsection";
    if (type > DLW_NAME_TAG)
      continue;
    bool ok;
    if (type == DLW_NAME_MODULE)
      ok = dlw_cursor_name(&sub, "name", &name);
    else if (type == DLW_NAME_LOCAL || type == DLW_NAME_LABEL ||
             type == DLW_NAME_FIELD)
      ok = indirect_name_map(&sub, space_size(m, type));
    else
      ok = name_map(&sub, space_size(m, type), type == wanted ? names : NULL);
    if (!ok || !dlw_cursor_done(&sub))
      return false;
  }
  c->item = NULL;
  return true;
}

/* Of what a subsection speaks of, by index. */
static dlw_str *names_of(dlw_ctx *cx, const dlw_module *m, uint8_t subsection) {
  size_t count = space_size(m, subsection);
  dlw_str *names = dlw_alloc(cx, count, sizeof *names);
  if (!names)
    return NULL;
  for (uint32_t i = 0; i < m->section_count; i++) {
    const dlw_section *s = &m->sections[i];
    if (s->id != DLW_SEC_CUSTOM || !dlw_str_eq(s->name, DLW_STR("name")))
      continue;
    dlw_ctx quiet;
    dlw_ctx_init(&quiet, NULL, NULL);
    dlw_reader r = {&quiet, &m->where, m->input.p, false};
    dlw_cursor c = {.p = s->payload.p,
                    .end = s->payload.p + s->payload.n,
                    .reader = &r,
                    .section = s->name,
                    .unit = "section"};
    if (!dlw_names_read(&c, m, subsection, names))
      memset(names, 0, count * sizeof *names);
    dlw_ctx_done(&quiet);
  }
  return names;
}

dlw_str *dlw_module_function_names(dlw_ctx *cx, const dlw_module *m) {
  return names_of(cx, m, DLW_NAME_FUNCTION);
}

dlw_str *dlw_module_segment_names(dlw_ctx *cx, const dlw_module *m) {
  return names_of(cx, m, DLW_NAME_DATA);
}
