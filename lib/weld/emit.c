/* Writing generated objects; sections in the order of the core specification.
   Sizes are five bytes wide, as LLVM writes them. */
#include "weld/emit.h"

typedef struct dlw_emitted_symbol {
  uint8_t kind;
  uint32_t flags;
  uint32_t index; /* import, function, or segment */
  uint64_t offset, size;
  dlw_str name;
} dlw_emitted_symbol;

typedef struct dlw_emitted_import {
  dlw_str field;
  uint32_t type;
} dlw_emitted_import;

typedef struct dlw_emitted_segment {
  dlw_str name;
  uint32_t align, flags;
  const uint8_t *bytes;
  size_t size;
  uint64_t address; /* in the object: one after the other */
  size_t position;  /* in the data section's body, once that is written */
} dlw_emitted_segment;

typedef struct dlw_emitted_copy {
  dlw_str name;
  dlw_bytes head;
  size_t at;
  uint32_t symbol, segment;
} dlw_emitted_copy;

typedef struct dlw_emitted_reloc {
  uint32_t where; /* segment; in code, the relocation's type */
  uint32_t symbol;
  size_t offset; /* in the segment, or in the code behind its count */
} dlw_emitted_reloc;

enum {
  OP_CALL = 0x10,
  OP_DROP = 0x1a,
  OP_LOCAL_GET = 0x20,
  OP_I32_CONST = 0x41,
  OP_I64_CONST = 0x42,
  OP_END = 0x0b
};

static bool reserve(dlw_emit *e, void *array, uint32_t *capacity,
                    uint32_t count, size_t size) {
  void *room = dlw_alloc(e->w->cx, count, size);
  if (!room)
    return false;
  *(void **)array = room;
  *capacity = count;
  return true;
}

bool dlw_emit_reserve(dlw_emit *e, uint32_t count) {
  return reserve(e, &e->symbols, &e->symbol_capacity, count,
                 sizeof *e->symbols) &&
         reserve(e, &e->imports, &e->import_capacity, count,
                 sizeof *e->imports) &&
         reserve(e, &e->relocs, &e->reloc_capacity, count, sizeof *e->relocs);
}

void dlw_emit_done(dlw_emit *e) { dlw_buf_free(&e->code); }

/* --- Adding --- */

static uint32_t symbol_add(dlw_emit *e, dlw_emitted_symbol s) {
  if (!dlw_grow(e->w->cx, &e->symbols, e->symbol_count, &e->symbol_capacity,
                sizeof s))
    return DLW_NONE;
  e->symbols[e->symbol_count] = s;
  return e->symbol_count++;
}

static uint32_t type_of(dlw_emit *e, dlw_bytes bytes) {
  bool added;
  dlw_map_entry *m = dlw_map_put(
      e->w->cx, &e->types, (dlw_str){(const char *)bytes.p, bytes.n}, &added);
  if (m && added)
    m->value = e->types.count - 1;
  return m ? m->value : DLW_NONE;
}

uint32_t dlw_emit_undefined_new(dlw_emit *e, dlw_str name, uint8_t kind,
                                dlw_bytes type, uint32_t flags) {
  dlw_emitted_symbol s = {
      .kind = kind, .flags = flags | DLW_SYM_UNDEFINED, .name = name};
  if (kind == DLW_SYM_FUNCTION) {
    uint32_t t = type_of(e, type);
    if (t == DLW_NONE || !dlw_grow(e->w->cx, &e->imports, e->import_count,
                                   &e->import_capacity, sizeof *e->imports))
      return DLW_NONE;
    s.index = e->import_count;
    e->imports[e->import_count++] = (dlw_emitted_import){name, t};
  }
  return symbol_add(e, s);
}

uint32_t dlw_emit_undefined(dlw_emit *e, dlw_str name, uint8_t kind,
                            dlw_bytes type, uint32_t flags) {
  bool added;
  dlw_map_entry *m = dlw_map_put(e->w->cx, &e->undefined, name, &added);
  if (!m)
    return DLW_NONE;
  if (added)
    m->value = dlw_emit_undefined_new(e, name, kind, type, flags);
  return m->value;
}

uint32_t dlw_emit_function(dlw_emit *e, dlw_str name, dlw_bytes type,
                           uint32_t flags) {
  uint32_t t = type_of(e, type);
  if (!name.p || t == DLW_NONE ||
      !dlw_grow(e->w->cx, &e->functions, e->function_count,
                &e->function_capacity, sizeof *e->functions))
    return DLW_NONE;
  e->functions[e->function_count] = t;
  return symbol_add(e, (dlw_emitted_symbol){.kind = DLW_SYM_FUNCTION,
                                            .flags = flags,
                                            .index = e->function_count++,
                                            .name = name});
}

uint32_t dlw_emit_data(dlw_emit *e, dlw_str name, uint32_t segment,
                       uint64_t offset, uint64_t size, uint32_t flags) {
  if (!name.p || segment == DLW_NONE)
    return DLW_NONE;
  return symbol_add(e, (dlw_emitted_symbol){.kind = DLW_SYM_DATA,
                                            .flags = flags,
                                            .index = segment,
                                            .offset = offset,
                                            .size = size,
                                            .name = name});
}

uint32_t dlw_emit_type(const dlw_emit *e, uint32_t symbol) {
  const dlw_emitted_symbol *s = &e->symbols[symbol];
  return s->flags & DLW_SYM_UNDEFINED ? e->imports[s->index].type
                                      : e->functions[s->index];
}

uint32_t dlw_emit_segment(dlw_emit *e, dlw_str name, uint32_t align,
                          uint32_t flags, const uint8_t *bytes, size_t size) {
  if (!name.p || !dlw_grow(e->w->cx, &e->segments, e->segment_count,
                           &e->segment_capacity, sizeof *e->segments))
    return DLW_NONE;
  uint64_t address = 0;
  if (e->segment_count) {
    const dlw_emitted_segment *last = &e->segments[e->segment_count - 1];
    uint64_t mask = (UINT64_C(1) << align) - 1;
    address = (last->address + last->size + mask) & ~mask;
  }
  e->segments[e->segment_count] =
      (dlw_emitted_segment){name, align, flags, bytes, size, address, 0};
  return e->segment_count++;
}

static bool reloc_add(dlw_emit *e, dlw_emitted_reloc **relocs, uint32_t *count,
                      uint32_t *capacity, dlw_emitted_reloc r) {
  if (r.symbol == DLW_NONE ||
      !dlw_grow(e->w->cx, relocs, *count, capacity, sizeof r))
    return false;
  (*relocs)[(*count)++] = r;
  return true;
}

bool dlw_emit_word(dlw_emit *e, size_t offset, uint32_t symbol) {
  return reloc_add(e, &e->relocs, &e->reloc_count, &e->reloc_capacity,
                   (dlw_emitted_reloc){e->segment_count - 1, symbol, offset});
}

bool dlw_emit_copy(dlw_emit *e, dlw_str name, dlw_bytes head, size_t at,
                   uint32_t symbol, uint32_t segment) {
  e->copy = dlw_alloc(e->w->cx, 1, sizeof *e->copy);
  if (e->copy)
    *e->copy = (dlw_emitted_copy){name, head, at, symbol, segment};
  return e->copy && symbol != DLW_NONE && segment != DLW_NONE;
}

/* --- Code --- */

size_t dlw_emit_begin(dlw_emit *e) {
  dlw_buf_uleb_padded(&e->code, 0, 5);
  size_t begin = e->code.size;
  dlw_buf_u8(&e->code, 0); /* no locals */
  return begin;
}

void dlw_emit_end(dlw_emit *e, size_t begin) {
  dlw_buf_u8(&e->code, OP_END);
  if (dlw_buf_ok(&e->code))
    dlw_uleb_put(e->code.data + begin - 5, e->code.size - begin, 5);
}

bool dlw_emit_call(dlw_emit *e, uint32_t symbol) {
  dlw_buf_u8(&e->code, OP_CALL);
  size_t at = e->code.size;
  dlw_buf_uleb_padded(&e->code, 0, 5);
  return reloc_add(e, &e->calls, &e->call_count, &e->call_capacity,
                   (dlw_emitted_reloc){DLW_R_FUNCTION_INDEX_LEB, symbol, at});
}

bool dlw_emit_slot(dlw_emit *e, uint32_t symbol) {
  bool wide = e->w->memory64, pic = e->w->pic;
  uint32_t type =
      wide ? (pic ? DLW_R_TABLE_INDEX_REL_SLEB64 : DLW_R_TABLE_INDEX_SLEB64)
           : (pic ? DLW_R_TABLE_INDEX_REL_SLEB : DLW_R_TABLE_INDEX_SLEB);
  dlw_buf_u8(&e->code, wide ? OP_I64_CONST : OP_I32_CONST);
  size_t at = e->code.size;
  dlw_buf_uleb_padded(&e->code, 0, wide ? 10 : 5);
  dlw_buf_u8(&e->code, OP_DROP);
  return reloc_add(e, &e->calls, &e->call_count, &e->call_capacity,
                   (dlw_emitted_reloc){type, symbol, at});
}

void dlw_emit_i32_const(dlw_emit *e, int32_t value) {
  dlw_buf_u8(&e->code, OP_I32_CONST);
  dlw_buf_sleb(&e->code, value);
}

void dlw_emit_word_const(dlw_emit *e, int64_t value) {
  dlw_buf_u8(&e->code, e->w->memory64 ? OP_I64_CONST : OP_I32_CONST);
  dlw_buf_sleb(&e->code, value);
}

void dlw_emit_local_get(dlw_emit *e, uint32_t local) {
  dlw_buf_u8(&e->code, OP_LOCAL_GET);
  dlw_buf_uleb(&e->code, local);
}

void dlw_emit_drop(dlw_emit *e) { dlw_buf_u8(&e->code, OP_DROP); }

/* --- Sections --- */

/* The table import as the libraries' objects spell it: wasm64 toolchains
   differ in whether its indices are 64 bits wide. */
static dlw_bytes table_import(const dlw_weld *w) {
  static const uint8_t plain[] = {DLW_EXT_TABLE, 0x70, 0x00, 0x00};
  for (uint32_t i = 0; i < w->input_count; i++) {
    const dlw_module *m = &w->inputs[i].object.module;
    for (uint32_t k = 0; k < m->import_count; k++)
      if (m->imports[k].kind == DLW_EXT_TABLE &&
          dlw_str_eq(m->imports[k].field, DLW_STR("__indirect_function_table")))
        return m->imports[k].desc;
  }
  return (dlw_bytes){plain, sizeof plain};
}

static void import_section(dlw_emit *e, dlw_buf *out) {
  size_t start = dlw_buf_open(out, DLW_SEC_IMPORT);
  dlw_str env = DLW_STR("env");
  dlw_buf_uleb(out, e->import_count + 1 + e->table);
  dlw_buf_name(out, env);
  dlw_buf_name(out, DLW_STR("__linear_memory"));
  dlw_buf_u8(out, DLW_EXT_MEMORY);
  dlw_buf_u8(out, e->w->memory64 ? 0x04 : 0x00);
  dlw_buf_u8(out, 0);
  if (e->table) {
    dlw_bytes table = table_import(e->w);
    dlw_buf_name(out, env);
    dlw_buf_name(out, DLW_STR("__indirect_function_table"));
    dlw_buf_bytes(out, table.p, table.n);
  }
  for (uint32_t i = 0; i < e->import_count; i++) {
    dlw_buf_name(out, env);
    dlw_buf_name(out, e->imports[i].field);
    dlw_buf_u8(out, DLW_EXT_FUNCTION);
    dlw_buf_uleb(out, e->imports[i].type);
  }
  dlw_buf_close(out, start);
}

static void symbol_table(dlw_emit *e, dlw_buf *out) {
  size_t start = dlw_buf_open(out, 8); /* WASM_SYMBOL_TABLE */
  dlw_buf_uleb(out, e->symbol_count + e->table);
  for (uint32_t i = 0; i < e->symbol_count; i++) {
    const dlw_emitted_symbol *s = &e->symbols[i];
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
    } else {
      bool function = s->kind == DLW_SYM_FUNCTION;
      dlw_buf_uleb(out,
                   function && defined ? e->import_count + s->index : s->index);
      if (defined)
        dlw_buf_name(out, s->name);
    }
  }
  if (e->table) {
    dlw_buf_u8(out, DLW_SYM_TABLE);
    dlw_buf_uleb(out, DLW_SYM_UNDEFINED | DLW_SYM_NO_STRIP);
    dlw_buf_uleb(out, 0);
  }
  dlw_buf_close(out, start);
}

static void linking_section(dlw_emit *e, dlw_buf *out) {
  size_t section = dlw_buf_open(out, DLW_SEC_CUSTOM);
  dlw_buf_name(out, DLW_STR("linking"));
  dlw_buf_uleb(out, 2); /* version */
  symbol_table(e, out);
  size_t start = dlw_buf_open(out, 5); /* WASM_SEGMENT_INFO */
  dlw_buf_uleb(out, e->segment_count);
  for (uint32_t i = 0; i < e->segment_count; i++) {
    dlw_buf_name(out, e->segments[i].name);
    dlw_buf_uleb(out, e->segments[i].align);
    dlw_buf_uleb(out, e->segments[i].flags);
  }
  dlw_buf_close(out, start);
  dlw_buf_close(out, section);
}

static void data_section(dlw_emit *e, dlw_buf *out) {
  size_t start = dlw_buf_open(out, DLW_SEC_DATA);
  dlw_buf_uleb(out, e->segment_count);
  for (uint32_t i = 0; i < e->segment_count; i++) {
    dlw_emitted_segment *s = &e->segments[i];
    dlw_buf_u8(out, 0); /* active, memory 0 */
    dlw_buf_u8(out, e->w->memory64 ? OP_I64_CONST : OP_I32_CONST);
    dlw_buf_sleb(out, (int64_t)s->address);
    dlw_buf_u8(out, OP_END);
    dlw_buf_uleb(out, s->size);
    s->position = out->size - start;
    if (s->bytes)
      dlw_buf_bytes(out, s->bytes, s->size);
    else
      dlw_buf_zeros(out, s->size);
  }
  dlw_buf_close(out, start);
}

static void code_relocs(dlw_emit *e, dlw_buf *out, uint32_t section,
                        size_t start) {
  size_t part = dlw_buf_open(out, DLW_SEC_CUSTOM);
  dlw_buf_name(out, DLW_STR("reloc.CODE"));
  dlw_buf_uleb(out, section);
  dlw_buf_uleb(out, e->call_count);
  for (uint32_t i = 0; i < e->call_count; i++) {
    dlw_buf_u8(out, (uint8_t)e->calls[i].where);
    dlw_buf_uleb(out, start + e->calls[i].offset);
    dlw_buf_uleb(out, e->calls[i].symbol);
  }
  dlw_buf_close(out, part);
}

static void reloc_write(const dlw_emit *e, dlw_buf *out, size_t offset,
                        uint32_t symbol) {
  bool wide = e->w->memory64;
  bool function = e->symbols[symbol].kind == DLW_SYM_FUNCTION;
  if (function)
    dlw_buf_u8(out, wide ? DLW_R_TABLE_INDEX_I64 : DLW_R_TABLE_INDEX_I32);
  else
    dlw_buf_u8(out, wide ? DLW_R_MEMORY_ADDR_I64 : DLW_R_MEMORY_ADDR_I32);
  dlw_buf_uleb(out, offset);
  dlw_buf_uleb(out, symbol);
  if (!function)
    dlw_buf_sleb(out, 0);
}

static void data_relocs(const dlw_emit *e, dlw_buf *out, uint32_t section) {
  size_t part = dlw_buf_open(out, DLW_SEC_CUSTOM);
  dlw_buf_name(out, DLW_STR("reloc.DATA"));
  dlw_buf_uleb(out, section);
  dlw_buf_uleb(out, e->reloc_count);
  for (uint32_t i = 0; i < e->reloc_count; i++) {
    const dlw_emitted_reloc *r = &e->relocs[i];
    reloc_write(e, out, e->segments[r->where].position + r->offset, r->symbol);
  }
  dlw_buf_close(out, part);
}

static void copy_section(const dlw_emit *e, dlw_buf *out) {
  const dlw_emitted_copy *c = e->copy;
  const dlw_emitted_segment *s = &e->segments[c->segment];
  size_t start = dlw_buf_open(out, DLW_SEC_CUSTOM);
  dlw_buf_name(out, c->name);
  dlw_buf_bytes(out, c->head.p, c->head.n);
  dlw_buf_bytes(out, s->bytes, s->size);
  dlw_buf_close(out, start);
}

static void copy_relocs(const dlw_emit *e, dlw_buf *out, uint32_t section) {
  const dlw_emitted_copy *c = e->copy;
  uint32_t count = 1;
  for (uint32_t i = 0; i < e->reloc_count; i++)
    count += e->relocs[i].where == c->segment;
  size_t start = dlw_buf_open(out, DLW_SEC_CUSTOM);
  dlw_buf_uleb(out, 6 + c->name.n);
  dlw_buf_bytes(out, "reloc.", 6);
  dlw_buf_bytes(out, c->name.p, c->name.n);
  dlw_buf_uleb(out, section);
  dlw_buf_uleb(out, count);
  reloc_write(e, out, c->at, c->symbol);
  for (uint32_t i = 0; i < e->reloc_count; i++)
    if (e->relocs[i].where == c->segment)
      reloc_write(e, out, c->head.n + e->relocs[i].offset, e->relocs[i].symbol);
  dlw_buf_close(out, start);
}

bool dlw_emit_write(dlw_emit *e, dlw_buf *out) {
  uint32_t section = 2, code = 0;
  size_t count_size = dlw_uleb_size(e->function_count);
  dlw_buf_bytes(out, "\0asm\1\0\0\0", 8);
  size_t start = dlw_buf_open(out, DLW_SEC_TYPE);
  dlw_buf_uleb(out, e->types.count);
  for (uint32_t i = 0; i < e->types.count; i++) {
    dlw_str type = e->types.entries[i].key;
    dlw_buf_bytes(out, type.p, type.n);
  }
  dlw_buf_close(out, start);
  import_section(e, out);
  if (e->function_count) {
    start = dlw_buf_open(out, DLW_SEC_FUNCTION);
    dlw_buf_uleb(out, e->function_count);
    for (uint32_t i = 0; i < e->function_count; i++)
      dlw_buf_uleb(out, e->functions[i]);
    dlw_buf_close(out, start);
    start = dlw_buf_open(out, DLW_SEC_CODE);
    dlw_buf_uleb(out, e->function_count);
    dlw_buf_bytes(out, e->code.data, e->code.size);
    dlw_buf_close(out, start);
    code = section + 1;
    section += 2;
  }
  data_section(e, out);
  if (e->copy)
    copy_section(e, out);
  linking_section(e, out);
  if (e->call_count)
    code_relocs(e, out, code, count_size);
  if (e->reloc_count)
    data_relocs(e, out, section);
  if (e->copy)
    copy_relocs(e, out, section + 1);
  return (dlw_buf_ok(out) && dlw_buf_ok(&e->code)) ||
         dlw_out_of_memory(e->w->cx);
}
