/* Names of functions, globals, tags and data segments from the "name" section:
   what tells __tls_base, the tags of exceptions and thread-local data where the
   linker made the module's own. Core
   specification, "Name Section", and the extended-name-section proposal. They
   are optional, and what is damaged is passed over: wabt 1.0.32 gives tags the
   number of fields. */
#include "object/lift-private.h"
#include "object/names.h"

static bool name_map(dlw_cursor *c, uint32_t limit, dlw_str *names) {
  uint32_t count, index;
  dlw_str name;
  if (!dlw_cursor_count(c, "count", 2, &count))
    return false;
  while (count--) {
    if (!dlw_cursor_u32(c, "index", &index) ||
        !dlw_cursor_name(c, "name", &name))
      return false;
    if (index < limit)
      names[index] = name;
  }
  return true;
}

/* The segment of thread-local data, as the linker names it. */
static bool find_tls(dlw_cursor *c, dlw_lifter *l) {
  uint32_t count, index;
  dlw_str name;
  if (!dlw_cursor_count(c, "count", 2, &count))
    return false;
  while (count--) {
    if (!dlw_cursor_u32(c, "index", &index) ||
        !dlw_cursor_name(c, "name", &name))
      return false;
    if (index < l->m.segment_count && l->m.segments[index].flags == 1 &&
        dlw_str_eq(name, DLW_STR(".tdata")))
      l->named_tls = index;
  }
  return true;
}

static void read_names(dlw_lifter *l, const dlw_section *s) {
  dlw_ctx quiet;
  dlw_ctx_init(&quiet, NULL, NULL);
  dlw_reader r = {&quiet, &l->m.where, l->m.input.p, false};
  dlw_cursor c = {.p = s->payload.p,
                  .end = s->payload.p + s->payload.n,
                  .reader = &r,
                  .section = s->name,
                  .unit = "section"};
  uint8_t type;
  uint32_t size;
  dlw_bytes body;
  while (c.p < c.end && dlw_cursor_u8(&c, "id", &type) &&
         dlw_cursor_u32(&c, "size", &size) &&
         dlw_cursor_bytes(&c, "body", size, &body)) {
    dlw_cursor sub = c;
    sub.p = body.p;
    sub.end = body.p + body.n;
    if (type == DLW_NAME_FUNCTION)
      name_map(&sub, dlw_module_count(&l->m, DLW_EXT_FUNCTION),
               l->function_names);
    else if (type == DLW_NAME_GLOBAL)
      name_map(&sub, dlw_module_count(&l->m, DLW_EXT_GLOBAL), l->global_names);
    else if (type == DLW_NAME_TAG)
      name_map(&sub, dlw_module_count(&l->m, DLW_EXT_TAG), l->tag_names);
    else if (type == DLW_NAME_DATA)
      find_tls(&sub, l);
  }
  dlw_ctx_done(&quiet);
}

bool dlw_lift_names(dlw_lifter *l) {
  const dlw_module *m = &l->m;
  l->function_names =
      dlw_alloc(l->cx, dlw_module_count(m, DLW_EXT_FUNCTION), sizeof(dlw_str));
  l->global_names =
      dlw_alloc(l->cx, dlw_module_count(m, DLW_EXT_GLOBAL), sizeof(dlw_str));
  l->tag_names =
      dlw_alloc(l->cx, dlw_module_count(m, DLW_EXT_TAG), sizeof(dlw_str));
  if (!l->function_names || !l->global_names || !l->tag_names)
    return false;
  for (uint32_t i = 0; i < m->section_count; i++)
    if (m->sections[i].id == DLW_SEC_CUSTOM &&
        dlw_str_eq(m->sections[i].name, DLW_STR("name")))
      read_names(l, &m->sections[i]);
  for (uint32_t i = 0; i < m->export_count; i++) {
    const dlw_export *e = &m->exports[i];
    if (e->kind == DLW_EXT_GLOBAL && dlw_str_eq(e->name, DLW_STR("__tls_base")))
      l->global_names[e->index] = e->name;
    if (e->kind == DLW_EXT_TAG)
      l->tag_names[e->index] = e->name;
  }
  return true;
}
