/* Lifting a shared module, pass by pass; see lift.h for what becomes of what.

   Nothing is known of a module but what the tools that made it left: names are
   used where there are any and never needed. What cannot be lifted is refused;
   nothing is guessed. */
#include "object/dwarf.h"
#include "object/lift-private.h"
#include "object/private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool dlw_lift_fail(const dlw_lifter *l, const uint8_t *at, const char *format,
                   ...) {
  char text[512];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  dlw_where where = l->m.where;
  where.offset = (uint64_t)(at - l->m.input.p);
  where.has_offset = true;
  return dlw_error(l->cx, &where, "%s", text);
}

dlw_cursor dlw_lift_cursor(const dlw_lifter *l, dlw_reader *r,
                           uint32_t section) {
  const dlw_section *s = &l->m.sections[section];
  *r = (dlw_reader){l->cx, &l->m.where, l->m.input.p, false};
  return (dlw_cursor){.p = s->payload.p,
                      .end = s->payload.p + s->payload.n,
                      .reader = r,
                      .section = s->id == DLW_SEC_CUSTOM ? s->name
                                                         : DLW_STR("section"),
                      .unit = "section"};
}

static bool exports_once(dlw_lifter *l) {
  const dlw_module *m = &l->m;
  dlw_name_set seen;
  bool ok = dlw_name_set_init(l->cx, &seen, m->export_count);
  if (!ok)
    return false;
  for (uint32_t i = 0; ok && i < m->export_count; i++)
    if (!dlw_name_set_add(&seen, m->exports[i].name))
      ok = dlw_lift_fail(l, (const uint8_t *)m->exports[i].name.p,
                         "'%.*s' is exported twice",
                         DLW_FMT(m->exports[i].name));
  dlw_name_set_done(&seen);
  return ok;
}

/* The linker decodes functions' types, each a group of its own, of numbers and
   of references to functions, to what is external, and to exceptions. */
static bool linker_knows(uint8_t type) {
  return (type >= 0x7b && type <= 0x7f) || type == 0x70 || type == 0x6f ||
         type == 0x69;
}

static bool check_type(dlw_lifter *l, uint32_t number) {
  const uint8_t *p = l->m.types[number].p + 1;
  for (int list = 0; list < 2; list++) /* parameters, results */
    for (uint64_t n = dlw_leb_checked(&p); n; n--, p++)
      if (!linker_knows(*p))
        return dlw_lift_fail(l, p,
                             "type %u: the linker does not know the value "
                             "type 0x%02x",
                             number, *p);
  return true;
}

static bool check_types(dlw_lifter *l) {
  const dlw_module *m = &l->m;
  const uint8_t *at = NULL;
  for (uint32_t i = 0; i < m->type_count; i++) {
    if (m->types[i].p[0] != 0x60 || (at && m->types[i].p != at))
      return dlw_lift_fail(l, m->types[i].p,
                           "type %u: the linker knows no types but functions'",
                           i);
    if (!check_type(l, i))
      return false;
    at = m->types[i].p + m->types[i].n;
  }
  for (uint32_t i = 0; i < m->defined[DLW_EXT_TABLE]; i++)
    if (!linker_knows(m->table_types[i].p[0]))
      return dlw_lift_fail(l, m->table_types[i].p,
                           "the linker does not know a table's type 0x%02x",
                           m->table_types[i].p[0]);
  for (uint32_t i = 0; i < m->import_count; i++)
    if ((m->imports[i].kind == DLW_EXT_TABLE ||
         m->imports[i].kind == DLW_EXT_GLOBAL) &&
        !linker_knows(m->imports[i].desc.p[1]))
      return dlw_lift_fail(l, m->imports[i].desc.p + 1,
                           "the linker does not know the type 0x%02x of "
                           "import '%.*s'",
                           m->imports[i].desc.p[1],
                           DLW_FMT(m->imports[i].field));
  for (uint32_t i = 0; i < m->defined[DLW_EXT_GLOBAL]; i++)
    if (!linker_knows(m->global_types[i].p[0]))
      return dlw_lift_fail(l, m->global_types[i].p,
                           "the linker does not know a global's type 0x%02x",
                           m->global_types[i].p[0]);
  return true;
}

/* What a module must be like for anything of the rest to hold. */
static bool check(dlw_lifter *l) {
  const dlw_module *m = &l->m;
  if (m->defined[DLW_EXT_MEMORY])
    return dlw_lift_fail(l, m->sections[m->section_of[DLW_SEC_MEMORY]].start,
                         "the module has a memory of its own");
  if (m->imported[DLW_EXT_MEMORY] > 1)
    return dlw_error(l->cx, &m->where, "the module imports several memories");
  for (uint32_t i = 0; i < m->export_count; i++)
    if (m->exports[i].kind == DLW_EXT_TABLE &&
        m->exports[i].index >= m->imported[DLW_EXT_TABLE] &&
        dlw_str_eq(m->exports[i].name, DLW_STR("__indirect_function_table")))
      return dlw_lift_fail(l, m->sections[m->section_of[DLW_SEC_TABLE]].start,
                           "the module has a function table of its own");
  return check_types(l) && exports_once(l);
}

static bool prepare(dlw_lifter *l) {
  const dlw_module *m = &l->m;
  l->word = m->memory64 ? 0x7e : 0x7f;
  for (uint32_t i = 0; i < m->import_count; i++)
    if (m->imports[i].kind == DLW_EXT_MEMORY)
      l->shared = m->imports[i].desc.p[1] & 2;
  for (uint32_t i = 0; i < m->section_count; i++)
    l->debug |= dlw_str_eq(m->sections[i].name, DLW_STR(".debug_info"));
  l->dropped = dlw_alloc(l->cx, m->defined[DLW_EXT_FUNCTION], 1);
  l->memory.symbol =
      dlw_lift_symbol_add(l, (dlw_lift_symbol){.kind = DLW_SYM_DATA,
                                               .flags = DLW_SYM_LOCAL,
                                               .name = DLW_STR(".L.lifted")});
  return l->dropped && l->memory.symbol != DLW_NONE;
}

static bool lift(dlw_lifter *l, dlw_buf *out) {
  return check(l) && prepare(l) &&
         /* What there is: names, globals, data, slots. */
         dlw_lift_names(l) && dlw_lift_read_globals(l) && dlw_lift_memory(l) &&
         dlw_lift_symbols(l) && dlw_lift_table(l) &&
         /* From here on every import has its symbol, every slot its function.
            The linker's functions run. */
         dlw_lift_fixed_globals(l) && dlw_lift_start(l) &&
         dlw_lift_data_relocs(l) && dlw_lift_inits(l) &&
         /* The data are what they are to be; every global has a value or
            stays one. */
         dlw_lift_keep_globals(l) && dlw_lift_code(l) && dlw_dwarf_lift(l) &&
         dlw_lift_finish_symbols(l) && dlw_lift_write(l, out);
}

bool dlw_lift(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
              const dlw_lift_options *options, dlw_lifted *out) {
  *out = (dlw_lifted){0};
  dlw_lifter *l = dlw_alloc(cx, 1, sizeof *l);
  if (!l || !dlw_dylink_read(cx, where, input, &out->dylink))
    return false;
  l->cx = cx;
  l->dylink = &out->dylink;
  l->pic = options->pic;
  l->table = l->first_slot = l->named_tls = l->relocs_function = DLW_NONE;
  l->tls_source = l->tls_base = DLW_NONE;
  l->tls_place = UINT64_MAX;
  bool ok = dlw_module_read(cx, where, input, &l->m) && lift(l, &out->object);
  if (ok) {
    out->slot_count = l->slots_needed ? l->slot_count : 0;
  } else {
    dlw_buf_free(&out->object);
  }
  dlw_dwarf_free(l);
  free(l->memory.bytes);
  free(l->tls.bytes);
  dlw_buf_free(&l->code);
  dlw_buf_free(&l->code_relocs);
  return ok;
}
