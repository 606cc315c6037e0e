/* The "dylink.0" section, which says what a shared module needs from who loads
   it. tool-conventions' DynamicLinking.md; subsections that are not known are
   skipped, as it asks for. */
#include "object/cursor.h"
#include "object/lift.h"

enum {
  DYLINK_MEM_INFO = 1,
  DYLINK_NEEDED = 2,
  DYLINK_EXPORT_INFO = 3,
  DYLINK_IMPORT_INFO = 4,
  DYLINK_RUNTIME_PATH = 5,
};

static bool mem_info(dlw_cursor *c, dlw_dylink *d) {
  const uint8_t *at;
  if (!dlw_cursor_u64(c, "memory size", &d->memory_size))
    return false;
  at = c->p;
  if (!dlw_cursor_u32(c, "memory alignment", &d->memory_align))
    return false;
  if (d->memory_align > 31)
    return dlw_cursor_fail_at(c, at, "memory alignment 2^%u is too large",
                              d->memory_align);
  if (!dlw_cursor_u32(c, "table size", &d->table_size))
    return false;
  at = c->p;
  if (!dlw_cursor_u32(c, "table alignment", &d->table_align))
    return false;
  return d->table_align <= 31 ||
         dlw_cursor_fail_at(c, at, "table alignment 2^%u is too large",
                            d->table_align);
}

static bool strings(dlw_cursor *c, dlw_str **out, uint32_t *count) {
  if (!dlw_cursor_count(c, "count", 1, count))
    return false;
  *out = dlw_alloc(c->reader->cx, *count, sizeof **out);
  if (!*out)
    return false;
  for (uint32_t i = 0; i < *count; i++)
    if (!dlw_cursor_name(c, "name", &(*out)[i]))
      return false;
  return true;
}

static bool symbol(dlw_cursor *c, bool import, dlw_dylink_symbol *s) {
  return (!import || dlw_cursor_name(c, "module name", &s->module)) &&
         dlw_cursor_name(c, "name", &s->name) &&
         dlw_cursor_u32(c, "flags", &s->flags);
}

/* As many as there are, whatever the count says: auditwheel-emscripten, which
   rewrites the section in wheels, leaves it 1. */
static bool symbols(dlw_cursor *c, bool import, dlw_dylink_symbol **out,
                    uint32_t *count) {
  uint32_t said, room = 0;
  if (!dlw_cursor_count(c, "count", import ? 3 : 2, &said))
    return false;
  while (c->p < c->end || *count < said) {
    if (!dlw_grow(c->reader->cx, out, *count, &room, sizeof **out))
      return false;
    (*out)[*count] = (dlw_dylink_symbol){0};
    if (!symbol(c, import, &(*out)[*count]))
      return false;
    ++*count;
  }
  return true;
}

static bool subsection(dlw_cursor *c, uint8_t type, dlw_dylink *d) {
  switch (type) {
  case DYLINK_MEM_INFO:
    return mem_info(c, d);
  case DYLINK_NEEDED:
    return strings(c, &d->needed, &d->needed_count);
  case DYLINK_EXPORT_INFO:
    return symbols(c, false, &d->exports, &d->export_count);
  case DYLINK_IMPORT_INFO:
    return symbols(c, true, &d->imports, &d->import_count);
  case DYLINK_RUNTIME_PATH:
    return strings(c, &d->run_paths, &d->run_path_count);
  default:
    c->p = c->end;
    return true;
  }
}

static bool read_subsections(dlw_cursor *c, dlw_dylink *d) {
  uint32_t seen = 0;
  c->item = "subsection";
  while (c->p < c->end) {
    const uint8_t *start = c->p;
    uint8_t type;
    uint32_t size;
    dlw_bytes body;
    if (!dlw_cursor_u8(c, "type", &type))
      return false;
    c->number = type;
    if (!dlw_cursor_u32(c, "size", &size) ||
        !dlw_cursor_bytes(c, "body", size, &body))
      return false;
    if (type >= DYLINK_MEM_INFO && type <= DYLINK_RUNTIME_PATH) {
      if (seen & 1u << type)
        return dlw_cursor_fail_at(c, start, "there is one before it");
      seen |= 1u << type;
    }
    dlw_cursor sub = *c;
    sub.p = body.p;
    sub.end = body.p + body.n;
    sub.unit = "subsection";
    if (!subsection(&sub, type, d) || !dlw_cursor_done(&sub))
      return false;
  }
  c->item = NULL;
  return seen & 1u << DYLINK_MEM_INFO ||
         dlw_cursor_fail(c, "there is no memory information (subsection 1)");
}

/* The section "dylink" of LLVM before 13 and of Emscripten before 2.0.28: the
   memory information, then the names of what is needed. */
static bool old_section(dlw_cursor *c, dlw_dylink *d) {
  return mem_info(c, d) && strings(c, &d->needed, &d->needed_count) &&
         dlw_cursor_done(c);
}

static bool is_wasm(dlw_bytes b) {
  return b.n >= 8 && memcmp(b.p, "\0asm\1\0\0\0", 8) == 0;
}

bool dlw_dylink_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                     dlw_dylink *out) {
  dlw_reader r = {cx, where, input.p, false};
  uint8_t id = 1;
  uint32_t size;
  dlw_bytes body;
  dlw_str name = {0};
  *out = (dlw_dylink){0};
  dlw_module ignored;
  if (!is_wasm(input) && input.n >= 4 && memcmp(input.p, "\0asm", 4) == 0)
    return dlw_module_read(cx, where, input, &ignored) && false;
  if (!is_wasm(input))
    return dlw_error(cx, where, "%s where a shared module is needed",
                     dlw_kind_name(dlw_kind_of(input)));
  dlw_cursor c = {.p = input.p + 8,
                  .end = input.p + input.n,
                  .reader = &r,
                  .section = DLW_STR("dylink.0"),
                  .unit = "file"};
  const uint8_t *start = c.p;
  if (c.p < c.end && *c.p == DLW_SEC_CUSTOM) {
    if (!dlw_cursor_u8(&c, "id", &id) || !dlw_cursor_u32(&c, "size", &size) ||
        !dlw_cursor_bytes(&c, "section", size, &body))
      return false;
    c.p = body.p;
    c.end = body.p + body.n;
    c.unit = "section";
    if (!dlw_cursor_name(&c, "name", &name))
      return false;
  }
  if (dlw_str_eq(name, DLW_STR("dylink.0")))
    return read_subsections(&c, out);
  if (dlw_str_eq(name, DLW_STR("dylink"))) {
    c.section = name;
    return old_section(&c, out);
  }
  if (dlw_str_starts(name, DLW_STR("dylink.")))
    return dlw_cursor_fail_at(&c, start,
                              "this is \"%.*s\", of which nothing is known "
                              "here",
                              DLW_FMT(name));
  return dlw_cursor_fail_at(&c, start,
                            "%s where a shared module is needed (it does not "
                            "begin with a section \"dylink.0\")",
                            dlw_kind_name(dlw_kind_of(input)));
}
