/* Writing the object: sections in the order of the core specification, then
   the module's custom sections, "linking" and the relocations. */
#include "object/dwarf.h"
#include "object/lift-private.h"

static const uint8_t no_values[] = {0x60, 0, 0}; /* () -> () */

static void type_section(const dlw_lifter *l, dlw_buf *out) {
  const dlw_module *m = &l->m;
  uint32_t more = l->open_types + l->trap_type;
  size_t start = dlw_buf_open(out, DLW_SEC_TYPE);
  dlw_buf_uleb(out, (uint64_t)m->type_count + more);
  for (uint32_t i = 0; i < m->type_count; i++)
    dlw_buf_bytes(out, m->types[i].p, m->types[i].n);
  for (uint32_t i = 0; i < more; i++)
    dlw_buf_bytes(out, no_values, sizeof no_values);
  dlw_buf_close(out, start);
}

static void import_section(const dlw_lifter *l, dlw_buf *out) {
  size_t start = dlw_buf_open(out, DLW_SEC_IMPORT);
  dlw_buf_uleb(out, (uint64_t)l->import_count + 1);
  dlw_buf_name(out, DLW_STR("env"));
  dlw_buf_name(out, DLW_STR("__linear_memory"));
  dlw_buf_u8(out, DLW_EXT_MEMORY);
  dlw_buf_u8(out, l->m.memory64 ? 0x04 : 0x00);
  dlw_buf_u8(out, 0);
  for (uint32_t i = 0; i < l->import_count; i++) {
    const dlw_lift_import *im = &l->imports[i];
    dlw_buf_name(out, im->module);
    dlw_buf_name(out, im->field);
    if (im->kind == DLW_EXT_GLOBAL || im->kind == DLW_EXT_TABLE) {
      dlw_buf_bytes(out, im->desc.p, im->desc.n);
      continue;
    }
    dlw_buf_u8(out, im->kind);
    if (im->kind == DLW_EXT_TAG)
      dlw_buf_u8(out, 0); /* attribute */
    dlw_buf_uleb(out, im->type);
  }
  dlw_buf_close(out, start);
}

static void function_section(const dlw_lifter *l, dlw_buf *out) {
  uint32_t count = l->m.defined[DLW_EXT_FUNCTION];
  size_t start = dlw_buf_open(out, DLW_SEC_FUNCTION);
  dlw_buf_uleb(out, (uint64_t)count + l->made_count);
  for (uint32_t i = 0; i < count; i++)
    dlw_buf_uleb(out, l->m.function_types[i]);
  for (uint32_t i = 0; i < l->made_count; i++)
    dlw_buf_uleb(out, l->made[i]);
  dlw_buf_close(out, start);
}

static void table_section(const dlw_lifter *l, dlw_buf *out) {
  size_t start = dlw_buf_open(out, DLW_SEC_TABLE);
  dlw_buf_uleb(out, l->m.defined[DLW_EXT_TABLE]);
  for (uint32_t i = 0; i < l->m.defined[DLW_EXT_TABLE]; i++)
    dlw_buf_bytes(out, l->m.table_types[i].p, l->m.table_types[i].n);
  dlw_buf_close(out, start);
}

/* Those whose symbol is defined: copies of common ones are imports. */
static uint32_t tags(const dlw_lifter *l, dlw_buf *out) {
  uint32_t count = 0;
  for (uint32_t i = l->m.imported[DLW_EXT_TAG];
       i < dlw_module_count(&l->m, DLW_EXT_TAG); i++) {
    if (l->symbols[l->tags[i]].flags & DLW_SYM_UNDEFINED)
      continue;
    count++;
    if (out) {
      dlw_buf_u8(out, 0); /* attribute */
      dlw_buf_uleb(out, dlw_module_tag_type(&l->m, i));
    }
  }
  return count;
}

static void tag_section(const dlw_lifter *l, dlw_buf *out, uint32_t count) {
  size_t start = dlw_buf_open(out, DLW_SEC_TAG);
  dlw_buf_uleb(out, count);
  tags(l, out);
  dlw_buf_close(out, start);
}

static void global_section(const dlw_lifter *l, dlw_buf *out) {
  uint32_t count = dlw_module_count(&l->m, DLW_EXT_GLOBAL);
  size_t start = dlw_buf_open(out, DLW_SEC_GLOBAL);
  dlw_buf_uleb(out, l->kept_globals);
  for (uint32_t i = 0; i < count; i++)
    if (l->keeps[i]) {
      const dlw_lift_global *g = &l->globals[i];
      dlw_buf_bytes(out, g->desc.p, g->desc.n);
      dlw_buf_bytes(out, g->init.p, g->init.n);
    }
  dlw_buf_close(out, start);
}

static void code_section(const dlw_lifter *l, dlw_buf *out) {
  size_t start = dlw_buf_open(out, DLW_SEC_CODE);
  dlw_buf_uleb_padded(out,
                      (uint64_t)l->m.defined[DLW_EXT_FUNCTION] + l->made_count,
                      DLW_CODE_COUNT_SIZE);
  dlw_buf_bytes(out, l->code.data, l->code.size);
  dlw_buf_close(out, start);
}

/* Of the written object's data section: where each segment's bytes begin, from
   the start of its payload. */
typedef struct data_places {
  uint64_t memory, tls;
} data_places;

static uint64_t segment(const dlw_lifter *l, dlw_buf *out, size_t start,
                        const dlw_lift_segment *s, uint64_t address) {
  dlw_buf_u8(out, 0); /* active, memory 0 */
  dlw_buf_u8(out, l->m.memory64 ? 0x42 : 0x41);
  dlw_buf_sleb(out, (int64_t)address);
  dlw_buf_u8(out, DLW_OP_END);
  dlw_buf_uleb(out, s->size);
  uint64_t place = out->size - start;
  dlw_buf_bytes(out, s->bytes, s->size);
  return place;
}

static void data_section(const dlw_lifter *l, dlw_buf *out,
                         data_places *places) {
  uint64_t mask = (UINT64_C(1) << l->dylink->memory_align) - 1;
  size_t start = dlw_buf_open(out, DLW_SEC_DATA);
  dlw_buf_uleb(out, l->tls.bytes ? 2 : 1);
  places->memory = segment(l, out, start, &l->memory, 0);
  if (l->tls.bytes)
    places->tls =
        segment(l, out, start, &l->tls, (l->memory.size + mask) & ~mask);
  dlw_buf_close(out, start);
}

/* --- linking --- */

static void symbol_table(const dlw_lifter *l, dlw_buf *out) {
  size_t start = dlw_buf_open(out, 8); /* WASM_SYMBOL_TABLE */
  dlw_buf_uleb(out, l->symbol_count);
  for (uint32_t i = 0; i < l->symbol_count; i++) {
    const dlw_lift_symbol *s = &l->symbols[i];
    bool defined = !(s->flags & DLW_SYM_UNDEFINED);
    dlw_buf_u8(out, s->kind);
    dlw_buf_uleb(out, s->flags);
    if (s->kind == DLW_SYM_DATA) {
      dlw_buf_name(out, s->name);
      if (defined) {
        dlw_buf_uleb(out, s->index);
        dlw_buf_uleb(out, s->offset);
        dlw_buf_uleb(out, s->size);
      }
      continue;
    }
    uint64_t index = s->index;
    if (s->kind == DLW_SYM_FUNCTION && defined)
      index += l->imported[DLW_EXT_FUNCTION];
    dlw_buf_uleb(out, index);
    if (s->kind == DLW_SYM_SECTION)
      continue;
    if (defined || (s->flags & DLW_SYM_EXPLICIT_NAME))
      dlw_buf_name(out, s->name);
  }
  dlw_buf_close(out, start);
}

static void segment_info(const dlw_lifter *l, dlw_buf *out) {
  size_t start = dlw_buf_open(out, 5); /* WASM_SEGMENT_INFO */
  dlw_buf_uleb(out, l->tls.bytes ? 2 : 1);
  dlw_buf_name(out, DLW_STR(".data.lifted"));
  dlw_buf_uleb(out, l->dylink->memory_align);
  dlw_buf_uleb(out, 0);
  if (l->tls.bytes) {
    dlw_buf_name(out, DLW_STR(".tdata.lifted"));
    dlw_buf_uleb(out, l->dylink->memory_align);
    dlw_buf_uleb(out, DLW_SEG_TLS);
  }
  dlw_buf_close(out, start);
}

static void init_functions(const dlw_lifter *l, dlw_buf *out) {
  size_t start = dlw_buf_open(out, 6); /* WASM_INIT_FUNCS */
  dlw_buf_uleb(out, l->init_count);
  for (uint32_t i = 0; i < l->init_count; i++) {
    dlw_buf_uleb(out, 65535); /* the lowest priority: they are in order */
    dlw_buf_uleb(out, l->inits[i]);
  }
  dlw_buf_close(out, start);
}

static void linking_section(const dlw_lifter *l, dlw_buf *out) {
  size_t section = dlw_buf_open(out, DLW_SEC_CUSTOM);
  dlw_buf_name(out, DLW_STR("linking"));
  dlw_buf_uleb(out, 2); /* version */
  symbol_table(l, out);
  segment_info(l, out);
  if (l->init_count)
    init_functions(l, out);
  dlw_buf_close(out, section);
}

static void code_relocs(const dlw_lifter *l, dlw_buf *out, uint32_t section) {
  size_t start = dlw_buf_open(out, DLW_SEC_CUSTOM);
  dlw_buf_name(out, DLW_STR("reloc.CODE"));
  dlw_buf_uleb(out, section);
  dlw_buf_uleb(out, l->code_reloc_count);
  dlw_buf_bytes(out, l->code_relocs.data, l->code_relocs.size);
  dlw_buf_close(out, start);
}

static void words(const dlw_lift_segment *s, dlw_buf *out, uint64_t place) {
  for (uint32_t i = 0; i < s->relocs.count; i++) {
    const dlw_lift_word *w = &s->relocs.words[i];
    dlw_buf_u8(out, w->type);
    dlw_buf_uleb(out, place + w->offset);
    dlw_buf_uleb(out, w->symbol);
    if (w->type == DLW_R_MEMORY_ADDR_I32)
      dlw_buf_sleb(out, (int32_t)w->addend);
    else if (w->type == DLW_R_MEMORY_ADDR_I64)
      dlw_buf_sleb(out, w->addend);
  }
}

static void data_relocs(const dlw_lifter *l, dlw_buf *out, uint32_t section,
                        const data_places *places) {
  size_t start = dlw_buf_open(out, DLW_SEC_CUSTOM);
  dlw_buf_name(out, DLW_STR("reloc.DATA"));
  dlw_buf_uleb(out, section);
  dlw_buf_uleb(out, (uint64_t)l->memory.relocs.count + l->tls.relocs.count);
  words(&l->memory, out, places->memory);
  words(&l->tls, out, places->tls);
  dlw_buf_close(out, start);
}

/* --- Other custom sections --- */

/* Those that a linker takes over as they are. */
static bool is_users(const dlw_section *s) {
  static const char *const others[] = {"linking",
                                       "name",
                                       "producers",
                                       "target_features",
                                       "build_id",
                                       "sourceMappingURL",
                                       "external_debug_info"};
  if (s->id != DLW_SEC_CUSTOM)
    return false;
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (dlw_str_eq(s->name, dlw_str_of(others[i])))
      return false;
  return !dlw_str_starts(s->name, DLW_STR("reloc.")) &&
         !dlw_str_starts(s->name, DLW_STR("dylink")) &&
         !dlw_str_starts(s->name, DLW_STR(".debug_"));
}

/* Features that the linker wants to see where the memory is shared. */
static const char *const threads[] = {"atomics", "bulk-memory"};

static bool features(dlw_lifter *l, const dlw_section *s, dlw_buf *out,
                     uint32_t *count) {
  dlw_reader r;
  dlw_cursor c = dlw_lift_cursor(l, &r, (uint32_t)(s - l->m.sections));
  uint32_t n;
  if (!dlw_cursor_count(&c, "count", 2, &n))
    return false;
  for (uint32_t i = 0; i < n; i++) {
    uint8_t prefix;
    dlw_str name;
    bool known = false;
    if (!dlw_cursor_u8(&c, "prefix", &prefix) ||
        !dlw_cursor_name(&c, "name", &name))
      return false;
    for (size_t k = 0; l->shared && k < sizeof threads / sizeof *threads; k++)
      known |= dlw_str_eq(name, dlw_str_of(threads[k]));
    if (known || (prefix != '+' && prefix != '-' && prefix != '='))
      continue;
    dlw_buf_u8(out, prefix);
    dlw_buf_name(out, name);
    ++*count;
  }
  return dlw_cursor_done(&c);
}

static bool features_section(dlw_lifter *l, dlw_buf *out) {
  dlw_buf list = {0};
  uint32_t count = 0;
  bool ok = true, seen = false;
  for (uint32_t i = 0; ok && i < l->m.section_count; i++) {
    const dlw_section *s = &l->m.sections[i];
    if (seen || s->id != DLW_SEC_CUSTOM ||
        !dlw_str_eq(s->name, DLW_STR("target_features")))
      continue;
    seen = true;
    ok = features(l, s, &list, &count);
  }
  for (size_t k = 0; l->shared && k < sizeof threads / sizeof *threads; k++) {
    dlw_buf_u8(&list, '+');
    dlw_buf_name(&list, dlw_str_of(threads[k]));
    count++;
  }
  if (seen || count) {
    size_t start = dlw_buf_open(out, DLW_SEC_CUSTOM);
    dlw_buf_name(out, DLW_STR("target_features"));
    dlw_buf_uleb(out, count);
    dlw_buf_bytes(out, list.data, list.size);
    dlw_buf_close(out, start);
  }
  out->failed |= list.failed;
  dlw_buf_free(&list);
  return ok;
}

bool dlw_lift_write(dlw_lifter *l, dlw_buf *out) {
  const dlw_module *m = &l->m;
  uint32_t number = 0, code = 0, data, tag_count = tags(l, NULL);
  data_places places = {0};
  dlw_buf_bytes(out, "\0asm\1\0\0\0", 8);
  type_section(l, out);
  import_section(l, out);
  number += 2;
  if (m->defined[DLW_EXT_FUNCTION] + l->made_count) {
    function_section(l, out);
    number++;
  }
  if (m->defined[DLW_EXT_TABLE]) {
    table_section(l, out);
    number++;
  }
  if (tag_count) {
    tag_section(l, out, tag_count);
    number++;
  }
  if (l->kept_globals) {
    global_section(l, out);
    number++;
  }
  if (m->defined[DLW_EXT_FUNCTION] + l->made_count) {
    code_section(l, out);
    code = number++;
  }
  data_section(l, out, &places);
  data = number++;
  for (uint32_t i = 0; i < m->section_count; i++)
    if (is_users(&m->sections[i])) {
      const dlw_section *s = &m->sections[i];
      dlw_buf_bytes(out, s->start, (size_t)(s->body.p + s->body.n - s->start));
      number++;
    } else if (dlw_dwarf_write(l, out, i, number)) {
      number++;
    }
  linking_section(l, out);
  if (l->code_reloc_count)
    code_relocs(l, out, code);
  if (l->memory.relocs.count + l->tls.relocs.count)
    data_relocs(l, out, data, &places);
  dlw_dwarf_write_relocs(l, out);
  if (!features_section(l, out))
    return false;
  if (!dlw_buf_ok(out))
    return dlw_out_of_memory(l->cx);
  return out->size <= UINT32_MAX ||
         dlw_error(l->cx, &m->where, "the module is too large to be lifted");
}
