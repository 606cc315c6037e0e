/* Globals: the bases, the linker's GOT entries, and the module's own. Which of
   them have a value that is known before loading decides what becomes of their
   uses: see lift-code.c. */
#include "object/lift-private.h"

#define VALUE_DEPTH 8

/* What an operation of a constant expression makes of two values. */
static dlw_value combine(uint8_t op, dlw_value a, dlw_value b) {
  dlw_value v = a;
  switch (op) {
  case 0x6a:
  case 0x7c: /* add */
    if (a.base == DLW_BASE_NONE)
      v = b;
    else if (b.base != DLW_BASE_NONE)
      break;
    v.add = a.add + b.add;
    return v;
  case 0x6b:
  case 0x7d: /* sub */
    if (b.base != DLW_BASE_NONE)
      break;
    v.add = a.add - b.add;
    return v;
  default: /* mul */
    if (a.base != DLW_BASE_NONE || b.base != DLW_BASE_NONE)
      break;
    v.add = a.add * b.add;
    return v;
  }
  return (dlw_value){.base = DLW_BASE_UNKNOWN};
}

bool dlw_lift_expr(dlw_lifter *l, dlw_bytes expr, dlw_value *out) {
  dlw_value stack[VALUE_DEPTH];
  unsigned depth = 0;
  dlw_reader r = {l->cx, &l->m.where, l->m.input.p, false};
  dlw_cursor c = {.p = expr.p,
                  .end = expr.p + expr.n,
                  .reader = &r,
                  .section = DLW_STR("expression"),
                  .unit = "expression"};
  *out = (dlw_value){.base = DLW_BASE_UNKNOWN};
  for (;;) {
    dlw_expr_op op;
    if (!dlw_expr_next(&c, &op))
      return false;
    switch (op.code) {
    case DLW_OP_END:
      if (depth == 1)
        *out = stack[0];
      return true;
    case 0x41: /* i32.const */
    case 0x42: /* i64.const */
    case DLW_OP_GLOBAL_GET:
      if (depth == VALUE_DEPTH)
        return true;
      if (op.code == DLW_OP_GLOBAL_GET)
        stack[depth++] = l->globals[op.operand].value;
      else
        stack[depth++] = (dlw_value){
            DLW_BASE_NONE, 0,
            op.code == 0x41 ? (uint64_t)(int32_t)op.operand : op.operand};
      break;
    case 0x6a:
    case 0x6b:
    case 0x6c:
    case 0x7c:
    case 0x7d:
    case 0x7e:
      if (depth < 2)
        return true;
      depth--;
      if (stack[depth - 1].base == DLW_BASE_UNKNOWN ||
          stack[depth].base == DLW_BASE_UNKNOWN)
        return true;
      stack[depth - 1] = combine(op.code, stack[depth - 1], stack[depth]);
      break;
    default:
      return true;
    }
  }
}

static bool imported_global(dlw_lifter *l, const dlw_import *im,
                            dlw_lift_global *g) {
  g->imported = true;
  g->symbol = DLW_NONE;
  g->desc = (dlw_bytes){im->desc.p + 1, im->desc.n - 1};
  g->type = im->desc.p[1];
  g->mutable = im->desc.p[im->desc.n - 1];
  if (!dlw_str_eq(im->module, DLW_STR("env")))
    return true;
  bool memory = dlw_str_eq(im->field, DLW_STR("__memory_base")) ||
                dlw_str_eq(im->field, DLW_STR("__memory_base32"));
  bool table = dlw_str_eq(im->field, DLW_STR("__table_base")) ||
               dlw_str_eq(im->field, DLW_STR("__table_base32"));
  if (memory || table) {
    if (g->type != 0x7f && g->type != 0x7e)
      return dlw_lift_fail(l, im->desc.p, "import '%.*s' is no integer",
                           DLW_FMT(im->field));
    g->value.base = memory ? DLW_BASE_MEMORY : DLW_BASE_TABLE;
  }
  if (dlw_str_eq(im->field, DLW_STR("__tls_base")) && g->type == l->word) {
    g->tls_base = true;
    g->value.base = DLW_BASE_TLS;
  }
  return true;
}

bool dlw_lift_read_globals(dlw_lifter *l) {
  const dlw_module *m = &l->m;
  uint32_t n = 0, imported = m->imported[DLW_EXT_GLOBAL];
  l->globals =
      dlw_alloc(l->cx, dlw_module_count(m, DLW_EXT_GLOBAL), sizeof *l->globals);
  if (!l->globals)
    return false;
  for (uint32_t i = 0; i < m->import_count; i++)
    if (m->imports[i].kind == DLW_EXT_GLOBAL &&
        !imported_global(l, &m->imports[i], &l->globals[n++]))
      return false;
  if (m->section_of[DLW_SEC_GLOBAL] == UINT32_MAX)
    return true;
  dlw_reader r;
  dlw_cursor c = dlw_lift_cursor(l, &r, m->section_of[DLW_SEC_GLOBAL]);
  uint32_t count;
  if (!dlw_cursor_u32(&c, "count", &count))
    return false;
  for (uint32_t i = 0; i < m->defined[DLW_EXT_GLOBAL]; i++) {
    dlw_lift_global *g = &l->globals[imported + i];
    dlw_expr init;
    g->symbol = DLW_NONE;
    g->desc = m->global_types[i];
    g->type = g->desc.p[0];
    g->mutable = g->desc.p[g->desc.n - 1];
    c.p += g->desc.n;
    if (!dlw_expr_read(&c, m, &init))
      return false;
    g->init = init.bytes;
    if (dlw_str_eq(l->global_names[imported + i], DLW_STR("__tls_base")) &&
        g->mutable && g->type == l->word) {
      g->tls_base = true;
      g->value.base = DLW_BASE_TLS;
    }
  }
  return true;
}

bool dlw_lift_fixed_globals(dlw_lifter *l) {
  uint32_t count = dlw_module_count(&l->m, DLW_EXT_GLOBAL);
  for (uint32_t i = l->m.imported[DLW_EXT_GLOBAL]; i < count; i++) {
    dlw_lift_global *g = &l->globals[i];
    dlw_value v;
    if (g->mutable)
      continue;
    if (!dlw_lift_expr(l, g->init, &v))
      return false;
    if (v.base != DLW_BASE_NONE)
      g->value = v;
  }
  return true;
}

/* --- Those that stay --- */

/* A kept global's initial value is copied, so it must not speak of others. */
static bool check_init(dlw_lifter *l, uint32_t index) {
  dlw_lift_global *g = &l->globals[index];
  dlw_reader r = {l->cx, &l->m.where, l->m.input.p, false};
  dlw_cursor c = {.p = g->init.p,
                  .end = g->init.p + g->init.n,
                  .reader = &r,
                  .section = DLW_STR("global section"),
                  .unit = "expression",
                  .item = "global",
                  .number = index};
  dlw_expr_op op;
  do {
    if (!dlw_expr_next(&c, &op))
      return false;
    if (op.code == DLW_OP_GLOBAL_GET || op.code == DLW_OP_REF_FUNC)
      return dlw_cursor_fail_at(&c, op.bytes.p,
                                "its initial value refers to %s %u in a way "
                                "that an object cannot",
                                op.code == DLW_OP_REF_FUNC ? "function"
                                                           : "global",
                                (unsigned)op.operand);
  } while (op.code != DLW_OP_END);
  return true;
}

/* Its name: what it is exported as, or a local one. */
static bool keep(dlw_lifter *l, uint32_t index, dlw_str exported) {
  dlw_lift_global *g = &l->globals[index];
  dlw_lift_symbol s = {.kind = DLW_SYM_GLOBAL,
                       .flags = exported.n ? 0 : DLW_SYM_LOCAL,
                       .name = exported.n ? exported : l->global_names[index]};
  if (!check_init(l, index))
    return false;
  s.index = l->imported[DLW_EXT_GLOBAL] + l->kept_globals++;
  if (s.name.n == 0)
    s.name = dlw_sprintf(l->cx, "global.%u", index);
  if (!s.name.p)
    return false;
  g->value.base = DLW_BASE_UNKNOWN;
  g->symbol = dlw_lift_symbol_add(l, s);
  l->keeps[index] = 1;
  return g->symbol != DLW_NONE;
}

static uint32_t linkers_global(dlw_lifter *l, dlw_str name, dlw_bytes type) {
  uint8_t *desc = dlw_alloc(l->cx, type.n + 1, 1);
  if (!desc)
    return DLW_NONE;
  desc[0] = DLW_EXT_GLOBAL;
  memcpy(desc + 1, type.p, type.n);
  return dlw_lift_undefined(
      l, DLW_SYM_GLOBAL,
      (dlw_lift_import){
          DLW_STR("env"), name, DLW_EXT_GLOBAL, 0, {desc, type.n + 1}});
}

/* The program's, in place of the module's own. */
static bool linkers_globals(dlw_lifter *l) {
  uint32_t count = dlw_module_count(&l->m, DLW_EXT_GLOBAL);
  for (uint32_t i = 0; i < count; i++) {
    dlw_lift_global *g = &l->globals[i];
    /* Also a GOT entry of the module's own may be thread-local. */
    if (g->value.base == DLW_BASE_TLS && l->tls_base == DLW_NONE) {
      const uint8_t type[] = {l->word, 1};
      l->tls_base =
          linkers_global(l, DLW_STR("__tls_base"), (dlw_bytes){type, 2});
      if (l->tls_base == DLW_NONE)
        return false;
    }
    if (!g->imported && g->mutable && g->value.base == DLW_BASE_UNKNOWN &&
        g->type == l->word &&
        dlw_str_eq(l->global_names[i], DLW_STR("__stack_pointer"))) {
      g->symbol = linkers_global(l, l->global_names[i], g->desc);
      if (g->symbol == DLW_NONE)
        return false;
    }
  }
  return true;
}

/* The linker's GOT entry for __dso_handle: where its name is kept, the address
   is each library's own, and not that of its first datum. */
static bool dso_handle(dlw_lifter *l, uint32_t index) {
  if (!dlw_str_eq(l->global_names[index],
                  DLW_STR("GOT.data.internal.__dso_handle")) ||
      l->globals[index].type != l->word)
    return true;
  uint32_t symbol = dlw_lift_undefined_data(l, DLW_STR("__dso_handle"));
  l->globals[index].value = (dlw_value){DLW_BASE_SYMBOL, symbol, 0};
  return symbol != DLW_NONE;
}

/* Names under which globals are exported that are no data. */
static dlw_str *exported_names(dlw_lifter *l, uint32_t count) {
  dlw_str *names = dlw_alloc(l->cx, count, sizeof *names);
  for (uint32_t i = 0; names && i < l->m.export_count; i++) {
    const dlw_export *e = &l->m.exports[i];
    if (e->kind == DLW_EXT_GLOBAL && !dlw_lift_own_name(e->name) &&
        !dlw_map_get(&l->exported, e->name))
      names[e->index] = e->name;
  }
  return names;
}

bool dlw_lift_keep_globals(dlw_lifter *l) {
  uint32_t count = dlw_module_count(&l->m, DLW_EXT_GLOBAL);
  dlw_str *exported = exported_names(l, count);
  l->keeps = dlw_alloc(l->cx, count, 1);
  if (!exported || !l->keeps || !linkers_globals(l))
    return false;
  for (uint32_t i = l->m.imported[DLW_EXT_GLOBAL]; i < count; i++) {
    dlw_lift_global *g = &l->globals[i];
    if (!dso_handle(l, i))
      return false;
    if (g->value.base != DLW_BASE_UNKNOWN || g->symbol != DLW_NONE)
      continue;
    if (!dlw_lift_expr(l, g->init, &g->value))
      return false;
    dlw_base base = g->value.base;
    /* Without threads the linker makes TLS ordinary data. */
    if (base == DLW_BASE_NONE && !g->mutable &&
        dlw_str_eq(l->global_names[i], DLW_STR("__tls_base")))
      g->value.base = DLW_BASE_MEMORY;
    else if (base == DLW_BASE_UNKNOWN ||
             (base == DLW_BASE_NONE && (g->mutable || exported[i].n)))
      if (!keep(l, i, exported[i]))
        return false;
  }
  return true;
}
