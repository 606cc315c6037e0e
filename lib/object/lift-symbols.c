/* Symbols: what the module imports and exports, by the names that a compiler
   would have given them. A name that the module exports itself means its own
   definition wherever it imports it, too (from "env", GOT.mem or GOT.func). */
#include "object/lift-private.h"
#include "object/private.h"

#include <stdlib.h>

bool dlw_lift_own_name(dlw_str name) {
  static const char *const names[] = {"__wasm_call_ctors",
                                      "__wasm_call_dtors",
                                      "__wasm_start",
                                      "__wasm_init_memory",
                                      "__wasm_init_memory_flag",
                                      "__wasm_init_tls",
                                      "__wasm_apply_data_relocs",
                                      "__wasm_apply_relocs",
                                      "__wasm_apply_global_relocs",
                                      "__wasm_apply_tls_relocs",
                                      "__wasm_apply_global_tls_relocs",
                                      "_initialize",
                                      "memory",
                                      "__indirect_function_table",
                                      "__memory_base",
                                      "__table_base",
                                      "__stack_pointer",
                                      "__stack_low",
                                      "__stack_high",
                                      "__tls_base",
                                      "__tls_size",
                                      "__tls_align",
                                      "__dso_handle",
                                      "__data_end",
                                      "__global_base",
                                      "__heap_base",
                                      "__heap_end"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (dlw_str_eq(name, dlw_str_of(names[i])))
      return true;
  return false;
}

uint32_t dlw_lift_symbol_add(dlw_lifter *l, dlw_lift_symbol s) {
  if (!dlw_grow(l->cx, &l->symbols, l->symbol_count, &l->symbol_capacity,
                sizeof s))
    return DLW_NONE;
  l->symbols[l->symbol_count] = s;
  return l->symbol_count++;
}

bool dlw_lift_add_import(dlw_lifter *l, dlw_lift_import i, uint32_t *index) {
  if (!dlw_grow(l->cx, &l->imports, l->import_count, &l->import_capacity,
                sizeof i))
    return false;
  l->imports[l->import_count++] = i;
  *index = l->imported[i.kind]++;
  return true;
}

uint32_t dlw_lift_place_symbol(dlw_lifter *l, uint64_t offset) {
  if (offset == 0)
    return l->memory.symbol;
  dlw_str name =
      dlw_sprintf(l->cx, ".L.lifted.%llx", (unsigned long long)offset);
  if (!name.p)
    return DLW_NONE;
  return dlw_lift_symbol_add(l, (dlw_lift_symbol){.kind = DLW_SYM_DATA,
                                                  .flags = DLW_SYM_LOCAL,
                                                  .offset = offset,
                                                  .name = name});
}

/* Puts a name of what the module defines or needs into a map. */
static bool enter(dlw_lifter *l, dlw_map *map, dlw_str name, uint32_t symbol) {
  bool added;
  dlw_map_entry *e = dlw_map_put(l->cx, map, name, &added);
  if (e && added)
    e->value = symbol + 1;
  return e != NULL;
}

static uint32_t find(const dlw_map *map, dlw_str name) {
  const dlw_map_entry *e = dlw_map_get(map, name);
  return e ? e->value - 1 : DLW_NONE;
}

static bool same_import(const dlw_lift_import *a, const dlw_lift_import *b) {
  return a->kind == b->kind && dlw_str_eq(a->module, b->module) &&
         dlw_str_eq(a->field, b->field) &&
         (a->kind == DLW_EXT_FUNCTION || a->kind == DLW_EXT_TAG
              ? a->type == b->type
              : dlw_str_eq((dlw_str){(const char *)a->desc.p, a->desc.n},
                           (dlw_str){(const char *)b->desc.p, b->desc.n}));
}

/* Is the symbol that of this import? An undefined one that is no datum has its
   import's number in `offset`. */
static bool is_import(const dlw_lifter *l, uint32_t symbol,
                      const dlw_lift_import *im) {
  const dlw_lift_symbol *s = &l->symbols[symbol];
  return s->kind != DLW_SYM_DATA && same_import(&l->imports[s->offset], im);
}

/* The name of what another module than "env" is to give: compilers give such
   ones to what has the attributes import_module and import_name. Two modules
   and fields may come to the same. */
static dlw_str explicit_name(dlw_lifter *l, const dlw_lift_import *im) {
  dlw_str base = dlw_sprintf(l->cx, "__imported_%.*s_%.*s", DLW_FMT(im->module),
                             DLW_FMT(im->field));
  dlw_str name = base;
  for (uint32_t n = l->import_count;
       name.p && find(&l->undefined, name) != DLW_NONE; n++)
    name = dlw_sprintf(l->cx, "%.*s.%u", DLW_FMT(base), n);
  return name;
}

/* What an import goes by: in "env" its plain name, elsewhere both names. */
static dlw_str import_key(dlw_lifter *l, const dlw_lift_import *im) {
  if (dlw_str_eq(im->module, DLW_STR("env")))
    return im->field;
  return dlw_sprintf(l->cx, "%zu %.*s %.*s", im->module.n, DLW_FMT(im->module),
                     DLW_FMT(im->field));
}

uint32_t dlw_lift_undefined(dlw_lifter *l, uint8_t kind, dlw_lift_import im) {
  dlw_lift_symbol s = {.kind = kind,
                       .flags = DLW_SYM_UNDEFINED,
                       .offset = l->import_count,
                       .name = im.field};
  bool env = dlw_str_eq(im.module, DLW_STR("env"));
  dlw_map *map = env ? &l->undefined : &l->elsewhere;
  dlw_str key = import_key(l, &im);
  if (!key.p)
    return DLW_NONE;
  uint32_t symbol = find(map, key);
  if (symbol != DLW_NONE && is_import(l, symbol, &im))
    return symbol;
  if (symbol != DLW_NONE && env) {
    dlw_error(l->cx, &l->m.where,
              "'%.*s' is imported twice, as different things",
              DLW_FMT(im.field));
    return DLW_NONE;
  }
  if (!env) {
    s.flags |= DLW_SYM_EXPLICIT_NAME;
    s.name = explicit_name(l, &im);
    if (!s.name.p)
      return DLW_NONE;
  } else if (kind == DLW_SYM_FUNCTION && dlw_map_get(&l->weak, im.field)) {
    s.flags |= DLW_SYM_WEAK;
  }
  if (!dlw_lift_add_import(l, im, &s.index))
    return DLW_NONE;
  symbol = dlw_lift_symbol_add(l, s);
  if (symbol == DLW_NONE || !enter(l, &l->undefined, s.name, symbol) ||
      (!env && !enter(l, &l->elsewhere, key, symbol)))
    return DLW_NONE;
  return symbol;
}

/* --- Functions --- */

/* A symbol for each defined function: its first export's name, or a local one.
   Further exports are further symbols. */
static bool defined_functions(dlw_lifter *l) {
  const dlw_module *m = &l->m;
  uint32_t imported = m->imported[DLW_EXT_FUNCTION];
  uint32_t count = m->defined[DLW_EXT_FUNCTION];
  uint32_t first = l->symbol_count;
  dlw_lift_symbol *room =
      dlw_alloc(l->cx, (size_t)first + count * 2 + 64, sizeof *room);
  if (!room)
    return false;
  if (first)
    memcpy(room, l->symbols, first * sizeof *room);
  l->symbols = room;
  l->symbol_capacity = first + count * 2 + 64;
  for (uint32_t i = 0; i < count; i++)
    l->functions[imported + i] = dlw_lift_symbol_add(
        l, (dlw_lift_symbol){
               .kind = DLW_SYM_FUNCTION, .flags = DLW_SYM_LOCAL, .index = i});
  for (uint32_t i = 0; i < m->export_count; i++) {
    const dlw_export *e = &m->exports[i];
    if (e->kind != DLW_EXT_FUNCTION || e->index < imported ||
        dlw_lift_own_name(e->name))
      continue;
    uint32_t symbol = l->functions[e->index];
    if (!(l->symbols[symbol].flags & DLW_SYM_LOCAL))
      symbol = dlw_lift_symbol_add(
          l, (dlw_lift_symbol){.kind = DLW_SYM_FUNCTION,
                               .index = e->index - imported});
    if (symbol == DLW_NONE || !enter(l, &l->exported, e->name, symbol))
      return false;
    l->symbols[symbol].flags = 0;
    l->symbols[symbol].name = e->name;
  }
  for (uint32_t i = 0; i < count; i++) {
    dlw_lift_symbol *s = &l->symbols[first + i];
    if (s->name.n)
      continue;
    s->name = l->function_names[imported + i];
    if (s->name.n == 0)
      s->name = dlw_sprintf(l->cx, "function.%u", imported + i);
    if (!s->name.p)
      return false;
  }
  return true;
}

/* An import that the module itself defines: the linker makes one of what is
   weak, so that another module's definition can come first. */
static bool own_function(dlw_lifter *l, const dlw_import *im, uint32_t symbol) {
  const dlw_module *m = &l->m;
  dlw_lift_symbol *s = &l->symbols[symbol];
  if (s->kind != DLW_SYM_FUNCTION)
    return dlw_lift_fail(l, im->desc.p,
                         "import '%.*s' is a function, but the module exports "
                         "something else by that name",
                         DLW_FMT(im->field));
  dlw_bytes a = m->types[im->type], b = m->types[m->function_types[s->index]];
  if (a.n != b.n || memcmp(a.p, b.p, a.n) != 0)
    return dlw_lift_fail(l, im->desc.p,
                         "import '%.*s' is of another type than what the "
                         "module exports by that name",
                         DLW_FMT(im->field));
  s->flags |= DLW_SYM_WEAK;
  return true;
}

static bool imported_functions(dlw_lifter *l) {
  const dlw_module *m = &l->m;
  uint32_t n = 0;
  for (uint32_t i = 0; i < m->import_count; i++) {
    const dlw_import *im = &m->imports[i];
    if (im->kind != DLW_EXT_FUNCTION)
      continue;
    uint32_t symbol = DLW_NONE;
    if (dlw_str_eq(im->module, DLW_STR("env")))
      symbol = find(&l->exported, im->field);
    if (symbol != DLW_NONE) {
      if (!own_function(l, im, symbol))
        return false;
    } else {
      symbol = dlw_lift_undefined(
          l, DLW_SYM_FUNCTION,
          (dlw_lift_import){im->module, im->field, im->kind, im->type, {0}});
      if (symbol == DLW_NONE)
        return false;
    }
    l->functions[n++] = symbol;
  }
  return true;
}

/* --- Data --- */

/* An export's flags in dylink.0. */
static bool export_flags(dlw_lifter *l, dlw_map *map) {
  const dlw_dylink *d = l->dylink;
  for (uint32_t i = 0; i < d->export_count; i++) {
    dlw_map_entry *e = dlw_map_put(l->cx, map, d->exports[i].name, NULL);
    if (!e)
      return false;
    e->value = d->exports[i].flags;
  }
  return true;
}

/* An immutable global of word type says where a datum is. Others, and numbers
   that are no address in the module, are exported globals: symbols for them
   come when it is known which stay (lift.c). */
static bool data_export(dlw_lifter *l, const dlw_export *e, uint32_t flags) {
  const dlw_lift_global *g = &l->globals[e->index];
  dlw_value v;
  if (g->imported || g->mutable || g->type != l->word)
    return true;
  if (!dlw_lift_expr(l, g->init, &v))
    return false;
  if (v.base != DLW_BASE_NONE && v.base != DLW_BASE_MEMORY)
    return true;
  /* Without threads the linker makes it ordinary data, and leaves the flag. */
  bool tls = l->shared && (flags & DLW_DYLINK_TLS);
  if (!tls && v.add > l->memory.size)
    return true;
  uint32_t symbol = dlw_lift_symbol_add(
      l, (dlw_lift_symbol){.kind = DLW_SYM_DATA,
                           .flags = (flags & DLW_DYLINK_WEAK) |
                                    (tls ? DLW_SYM_TLS : 0),
                           .index = tls,
                           .offset = v.add,
                           .name = e->name});
  return symbol != DLW_NONE && enter(l, &l->exported, e->name, symbol);
}

static bool data_exports(dlw_lifter *l) {
  const dlw_module *m = &l->m;
  dlw_map flags = {0};
  if (!export_flags(l, &flags))
    return false;
  for (uint32_t i = 0; i < m->export_count; i++) {
    const dlw_export *e = &m->exports[i];
    const dlw_map_entry *f = dlw_map_get(&flags, e->name);
    if (e->kind == DLW_EXT_GLOBAL && !dlw_lift_own_name(e->name) &&
        !data_export(l, e, f ? f->value : 0))
      return false;
  }
  return true;
}

/* What dylink does not tell: data symbols reach up to the next one. */
static int by_place(const void *a, const void *b) {
  const dlw_lift_symbol *x = *(dlw_lift_symbol *const *)a;
  const dlw_lift_symbol *y = *(dlw_lift_symbol *const *)b;
  if (x->index != y->index)
    return x->index < y->index ? -1 : 1;
  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static bool sizes(dlw_lifter *l) {
  uint32_t count = 0;
  dlw_lift_symbol **data = dlw_alloc(l->cx, l->symbol_count, sizeof *data);
  if (!data)
    return false;
  for (uint32_t i = 0; i < l->symbol_count; i++) {
    dlw_lift_symbol *s = &l->symbols[i];
    if (s->kind != DLW_SYM_DATA ||
        (s->flags & (DLW_SYM_UNDEFINED | DLW_SYM_LOCAL)))
      continue;
    if (s->offset > (s->index ? l->tls.size : l->memory.size) ||
        (s->index && !l->tls.bytes))
      return dlw_error(l->cx, &l->m.where,
                       "export '%.*s': thread-local, but there is no TLS "
                       "block that has offset %llu",
                       DLW_FMT(s->name), (unsigned long long)s->offset);
    data[count++] = s;
  }
  l->symbols[l->memory.symbol].size = l->memory.size;
  if (l->tls.bytes)
    l->symbols[l->tls.symbol].size = l->tls.size;
  qsort(data, count, sizeof *data, by_place);
  for (uint32_t i = count; i-- > 0;) {
    dlw_lift_symbol *s = data[i];
    uint64_t end = s->index ? l->tls.size : l->memory.size;
    if (i + 1 < count && data[i + 1]->index == s->index) {
      const dlw_lift_symbol *next = data[i + 1];
      end =
          next->offset == s->offset ? next->offset + next->size : next->offset;
    }
    s->size = end - s->offset;
  }
  return true;
}

static bool names_once(dlw_lifter *l) {
  dlw_name_set seen;
  bool ok = dlw_name_set_init(l->cx, &seen, l->symbol_count);
  if (!ok)
    return false;
  for (uint32_t i = 0; ok && i < l->symbol_count; i++)
    if (!(l->symbols[i].flags & DLW_SYM_LOCAL) &&
        !dlw_name_set_add(&seen, l->symbols[i].name))
      ok = dlw_error(l->cx, &l->m.where,
                     "'%.*s' is both imported and exported, as different "
                     "things",
                     DLW_FMT(l->symbols[i].name));
  dlw_name_set_done(&seen);
  return ok;
}

bool dlw_lift_finish_symbols(dlw_lifter *l) {
  return sizes(l) && names_once(l);
}

/* --- Globals, tables, tags --- */

/* A function of which only the slot is known: it has a type of its own. */
static uint32_t open_function(dlw_lifter *l, dlw_str name) {
  return dlw_lift_undefined(l, DLW_SYM_FUNCTION,
                            (dlw_lift_import){DLW_STR("env"),
                                              name,
                                              DLW_EXT_FUNCTION,
                                              l->m.type_count + l->open_types++,
                                              {0}});
}

uint32_t dlw_lift_undefined_data(dlw_lifter *l, dlw_str name) {
  uint32_t weak = dlw_map_get(&l->weak, name) ? DLW_SYM_WEAK : 0;
  uint32_t symbol = find(&l->undefined, name);
  if (symbol != DLW_NONE)
    return symbol;
  symbol = dlw_lift_symbol_add(
      l, (dlw_lift_symbol){.kind = DLW_SYM_DATA,
                           .flags = DLW_SYM_UNDEFINED | weak,
                           .name = name});
  return symbol != DLW_NONE && enter(l, &l->undefined, name, symbol) ? symbol
                                                                     : DLW_NONE;
}

static bool got_entry(dlw_lifter *l, const dlw_import *im, dlw_lift_global *g) {
  bool function = dlw_str_eq(im->module, DLW_STR("GOT.func"));
  if (!function && !dlw_str_eq(im->module, DLW_STR("GOT.mem")))
    return dlw_lift_fail(l, im->desc.p,
                         "import '%.*s' is from module '%.*s', which is "
                         "neither GOT.mem nor GOT.func",
                         DLW_FMT(im->field), DLW_FMT(im->module));
  if (g->type != l->word)
    return dlw_lift_fail(l, im->desc.p,
                         "import '%.*s' from '%.*s' is not of the type of "
                         "addresses",
                         DLW_FMT(im->field), DLW_FMT(im->module));
  uint32_t symbol = find(&l->exported, im->field);
  if (symbol == DLW_NONE)
    symbol = find(&l->undefined, im->field);
  if (symbol == DLW_NONE) {
    symbol = function ? open_function(l, im->field)
                      : dlw_lift_undefined_data(l, im->field);
    if (symbol == DLW_NONE)
      return false;
  }
  uint8_t kind = function ? DLW_SYM_FUNCTION : DLW_SYM_DATA;
  if (l->symbols[symbol].kind != kind)
    return dlw_lift_fail(l, im->desc.p,
                         "import '%.*s' from '%.*s' is something else "
                         "elsewhere in the module",
                         DLW_FMT(im->field), DLW_FMT(im->module));
  g->value = (dlw_value){DLW_BASE_SYMBOL, symbol, 0};
  if (l->symbols[symbol].flags & DLW_SYM_TLS)
    g->value = (dlw_value){DLW_BASE_TLS, 0, l->symbols[symbol].offset};
  return true;
}

/* Tags of which there is one in a module: copies are made the program's. */
static bool is_common_tag(dlw_str name) {
  return dlw_str_eq(name, DLW_STR("__cpp_exception")) ||
         dlw_str_eq(name, DLW_STR("__c_longjmp"));
}

static bool imports(dlw_lifter *l) {
  const dlw_module *m = &l->m;
  uint32_t next[DLW_EXT_KINDS] = {0};
  for (uint32_t i = 0; i < m->import_count; i++) {
    const dlw_import *im = &m->imports[i];
    uint32_t n = next[im->kind]++;
    dlw_lift_import copy = {im->module, im->field, im->kind, im->type,
                            im->desc};
    dlw_lift_global *g = &l->globals[n];
    switch (im->kind) {
    case DLW_EXT_GLOBAL:
      if (dlw_str_starts(im->module, DLW_STR("GOT."))) {
        if (!got_entry(l, im, g))
          return false;
      } else if (g->value.base == DLW_BASE_UNKNOWN) {
        g->symbol = dlw_lift_undefined(l, DLW_SYM_GLOBAL, copy);
        if (g->symbol == DLW_NONE)
          return false;
      }
      break;
    case DLW_EXT_TABLE:
      if (dlw_str_eq(im->field, DLW_STR("__indirect_function_table"))) {
        if (l->table != DLW_NONE)
          return dlw_lift_fail(l, im->desc.p, "a second function table");
        l->table = n;
      }
      l->tables[n] = dlw_lift_undefined(l, DLW_SYM_TABLE, copy);
      if (l->tables[n] == DLW_NONE)
        return false;
      break;
    case DLW_EXT_TAG:
      l->tags[n] = dlw_lift_undefined(l, DLW_SYM_TAG, copy);
      if (l->tags[n] == DLW_NONE)
        return false;
      break;
    default:
      break;
    }
  }
  for (uint32_t i = next[DLW_EXT_TAG]; i < dlw_module_count(m, DLW_EXT_TAG);
       i++)
    if (is_common_tag(l->tag_names[i])) {
      l->tags[i] =
          dlw_lift_undefined(l, DLW_SYM_TAG,
                             (dlw_lift_import){DLW_STR("env"),
                                               l->tag_names[i],
                                               DLW_EXT_TAG,
                                               dlw_module_tag_type(m, i),
                                               {0}});
      if (l->tags[i] == DLW_NONE)
        return false;
    }
  return true;
}

/* Tables and tags that the module defines; indices count the object's. */
static bool defined_rest(dlw_lifter *l, uint8_t space, uint8_t kind,
                         uint32_t *symbols) {
  const dlw_module *m = &l->m;
  uint32_t number = 0;
  for (uint32_t i = m->imported[space]; i < dlw_module_count(m, space); i++) {
    if (symbols[i] != DLW_NONE)
      continue;
    dlw_str name = dlw_sprintf(l->cx, "%s.%u", dlw_ext_name(space), i);
    if (!name.p)
      return false;
    symbols[i] = dlw_lift_symbol_add(
        l, (dlw_lift_symbol){.kind = kind,
                             .flags = DLW_SYM_LOCAL,
                             .index = l->imported[space] + number++,
                             .name = name});
    if (symbols[i] == DLW_NONE)
      return false;
  }
  for (uint32_t i = 0; i < m->export_count; i++) {
    const dlw_export *e = &m->exports[i];
    if (e->kind != space || dlw_lift_own_name(e->name))
      continue;
    dlw_lift_symbol *s = &l->symbols[symbols[e->index]];
    if (s->flags != DLW_SYM_LOCAL)
      continue;
    s->flags = 0;
    s->name = e->name;
  }
  return true;
}

/* The linker does not make the table for slots alone. It keeps it only where a
   symbol wants it kept. Older ones have slots of 32 bits in wasm64. */
static bool need_table(dlw_lifter *l) {
  const dlw_module *m = &l->m;
  static const uint8_t narrow[] = {DLW_EXT_TABLE, 0x70, 0, 0};
  static const uint8_t wide[] = {DLW_EXT_TABLE, 0x70, 4, 0};
  dlw_lift_import im = {DLW_STR("env"),
                        DLW_STR("__indirect_function_table"),
                        DLW_EXT_TABLE,
                        0,
                        {m->memory64 ? wide : narrow, 4}};
  bool needed = m->elem_count > 0;
  for (uint32_t i = 0; i < m->import_count; i++) {
    needed |= dlw_str_eq(m->imports[i].module, DLW_STR("GOT.func"));
    if (dlw_str_eq(m->imports[i].field, DLW_STR("__table_base32")))
      im.desc.p = narrow;
  }
  if (l->table == DLW_NONE && !needed)
    return true;
  uint32_t symbol = l->table != DLW_NONE
                        ? l->tables[l->table]
                        : dlw_lift_undefined(l, DLW_SYM_TABLE, im);
  if (symbol == DLW_NONE)
    return false;
  l->symbols[symbol].flags |= DLW_SYM_NO_STRIP;
  return true;
}

static bool weak_imports(dlw_lifter *l) {
  const dlw_dylink *d = l->dylink;
  for (uint32_t i = 0; i < d->import_count; i++)
    if ((d->imports[i].flags & DLW_DYLINK_WEAK) &&
        dlw_str_eq(d->imports[i].module, DLW_STR("env")) &&
        !dlw_map_put(l->cx, &l->weak, d->imports[i].name, NULL))
      return false;
  return true;
}

static uint32_t *indices(dlw_lifter *l, uint8_t kind) {
  uint32_t count = dlw_module_count(&l->m, kind);
  uint32_t *all = dlw_alloc(l->cx, count, sizeof *all);
  if (all && count)
    memset(all, 0xff, count * sizeof *all);
  return all;
}

bool dlw_lift_symbols(dlw_lifter *l) {
  l->functions = indices(l, DLW_EXT_FUNCTION);
  l->tables = indices(l, DLW_EXT_TABLE);
  l->tags = indices(l, DLW_EXT_TAG);
  return l->functions && l->tables && l->tags && weak_imports(l) &&
         defined_functions(l) && data_exports(l) && imported_functions(l) &&
         imports(l) && need_table(l) &&
         defined_rest(l, DLW_EXT_TABLE, DLW_SYM_TABLE, l->tables) &&
         defined_rest(l, DLW_EXT_TAG, DLW_SYM_TAG, l->tags);
}
