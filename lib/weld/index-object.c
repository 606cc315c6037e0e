/* The generated object: the index and the state as data, constructors' callers
   and dlopen/dlsym thunks as code. Written by hand in the format of
   tool-conventions' Linking.md; sections in the order of the core
   specification. */
#include "dlfcn/index.h"

#include <stdlib.h>

#include "weld/index.h"

/* Symbols of the object, in the order in which they were added. */
typedef struct osymbol {
  uint8_t kind;
  uint32_t flags;
  uint32_t index; /* import, function, or segment */
  uint32_t offset, size;
  dlw_str name;
} osymbol;

typedef struct oimport {
  dlw_str field;
  uint32_t type;
} oimport;

typedef struct ofunction {
  uint32_t type;
  uint32_t symbol;
  uint32_t library;
  uint8_t what; /* INIT, DLOPEN, DLSYM */
} ofunction;

enum { INIT, DLOPEN, DLSYM };

typedef struct builder {
  dlw_weld *w;
  dlw_map symbols_by_name; /* undefined ones -> number */
  osymbol *symbols;
  uint32_t symbol_count, symbol_capacity;
  dlw_map types_by_bytes; /* encoded type -> number */
  oimport *imports; /* functions */
  uint32_t import_count, import_capacity;
  ofunction *functions;
  uint32_t function_count, function_capacity;
  dlw_buf code_relocs, data_relocs; /* entries */
  uint32_t code_reloc_count, data_reloc_count;
} builder;

static uint32_t symbol_add(builder *b, osymbol s) {
  if (!dlw_grow(b->w->cx, &b->symbols, b->symbol_count, &b->symbol_capacity,
                sizeof s))
    return DLW_NONE;
  b->symbols[b->symbol_count] = s;
  return b->symbol_count++;
}

static uint32_t type_of(builder *b, dlw_bytes bytes) {
  bool added;
  dlw_map_entry *e =
      dlw_map_put(b->w->cx, &b->types_by_bytes,
                  (dlw_str){(const char *)bytes.p, bytes.n}, &added);
  if (e && added)
    e->value = b->types_by_bytes.count - 1;
  return e ? e->value : DLW_NONE;
}

/* A new undefined symbol; `type` of a function. */
static uint32_t undefined_add(builder *b, dlw_str name, uint8_t kind,
                              dlw_bytes type, bool weak) {
  osymbol s = {.kind = kind,
              .flags = DLW_SYM_UNDEFINED | (weak ? DLW_SYM_WEAK : 0),
              .name = name};
  if (kind == DLW_SYM_FUNCTION) {
    uint32_t t = type_of(b, type);
    if (t == DLW_NONE ||
        !dlw_grow(b->w->cx, &b->imports, b->import_count, &b->import_capacity,
                  sizeof(oimport)))
      return DLW_NONE;
    s.index = b->import_count;
    b->imports[b->import_count++] = (oimport){name, t};
  }
  return symbol_add(b, s);
}

/* The undefined symbol of that name. */
static uint32_t undefined(builder *b, dlw_str name, uint8_t kind,
                          dlw_bytes type, bool weak) {
  bool added;
  dlw_map_entry *e =
      dlw_map_put(b->w->cx, &b->symbols_by_name, name, &added);
  if (!e)
    return DLW_NONE;
  if (added)
    e->value = undefined_add(b, name, kind, type, weak);
  return e->value;
}

/* The same for a name that a library defines. Where no other library's or the
   program's name can be equal, the name itself knows its symbol. */
static uint32_t undefined_name(builder *b, dlw_name *name, dlw_bytes type) {
  if (name->bound != DLW_BOUND_OWN)
    return undefined(b, name->target, name->kind, type, false);
  if (!name->indexed)
    name->indexed =
        undefined_add(b, name->target, name->kind, type, false) + 1;
  return name->indexed - 1;
}

/* --- What the words refer to --- */

static dlw_bytes type_in_input(const dlw_weld *w, uint32_t input,
                               uint32_t symbol) {
  const dlw_module *m = &w->inputs[input].object.module;
  return m->types[dlw_module_function_type(
      m, w->inputs[input].object.symbols[symbol].index)];
}

dlw_str dlw_index_target(dlw_weld *w, const dlw_index_word *word) {
  const dlw_library *lib = &w->libraries[word->library];
  if (word->name == DLW_NONE)
    return word->kind == DLW_SYM_DATA
               ? DLW_STR(DLW_SYMBOL_STATE)
               : dlw_sprintf(w->cx, "__dlweld_init.%.*s", DLW_FMT(lib->id));
  return word->library ? lib->names[word->name].target
                       : w->program.symbols[word->name].name;
}

static uint32_t exported_symbol(builder *b, const dlw_index_word *word) {
  dlw_weld *w = b->w;
  dlw_bytes type = {0};
  if (word->library == 0) {
    const dlw_program_symbol *s = &w->program.symbols[word->name];
    return undefined(b, s->name, s->kind, s->type, word->may_be_zero);
  }
  dlw_name *name = &w->libraries[word->library].names[word->name];
  dlw_map_entry *e = name->bound == DLW_BOUND_PROGRAM
                         ? dlw_map_get(&w->program.map, name->name)
                         : NULL;
  if (e) {
    /* The program's has the type that counts. */
    dlw_program_symbol *s = &w->program.symbols[e->value];
    if (!dlw_program_describe(w, s))
      return DLW_NONE;
    return undefined(b, name->target, s->kind, s->type, false);
  }
  if (name->kind == DLW_SYM_FUNCTION)
    type = type_in_input(w, name->input, name->symbol);
  return undefined_name(b, name, type);
}

static uint32_t ctor_symbol(builder *b, uint32_t library, const dlw_ctor *c,
                            dlw_bytes type) {
  uint32_t number = b->w->inputs[c->input].names[c->symbol];
  return number == DLW_NONE /* it was local */
             ? undefined(b, c->target, DLW_SYM_FUNCTION, type, false)
             : undefined_name(b, &b->w->libraries[library].names[number], type);
}

static bool function_add(builder *b, uint32_t library, uint8_t what,
                         dlw_str name, dlw_bytes type) {
  uint32_t t = type_of(b, type);
  if (!name.p || t == DLW_NONE ||
      !dlw_grow(b->w->cx, &b->functions, b->function_count,
                &b->function_capacity, sizeof(ofunction)))
    return false;
  uint32_t s = symbol_add(b, (osymbol){.kind = DLW_SYM_FUNCTION,
                                      .flags = DLW_SYM_HIDDEN,
                                      .index = b->function_count,
                                      .name = name});
  b->functions[b->function_count++] = (ofunction){t, s, library, what};
  return s != DLW_NONE;
}

/* (caller number, name, flags) -> handle, and (number, handle, name). */
static const uint8_t type_void[] = {0x60, 0, 0};
static const uint8_t type_thunk32[] = {0x60, 2, 0x7f, 0x7f, 1, 0x7f};
static const uint8_t type_callee32[] = {0x60, 3, 0x7f, 0x7f, 0x7f, 1, 0x7f};
static const uint8_t type_dlopen64[] = {0x60, 2, 0x7e, 0x7f, 1, 0x7e};
static const uint8_t type_dlsym64[] = {0x60, 2, 0x7e, 0x7e, 1, 0x7e};
static const uint8_t type_open64[] = {0x60, 3, 0x7f, 0x7e, 0x7f, 1, 0x7e};
static const uint8_t type_sym64[] = {0x60, 3, 0x7f, 0x7e, 0x7e, 1, 0x7e};
#define BYTES(array) ((dlw_bytes){(array), sizeof(array)})

static bool functions_add(builder *b) {
  dlw_weld *w = b->w;
  bool wide = w->memory64;
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    dlw_index_word init = {.kind = DLW_SYM_FUNCTION, .library = i,
                           .name = DLW_NONE};
    if (lib->ctor_count && !function_add(b, i, INIT, dlw_index_target(w, &init),
                                         BYTES(type_void)))
      return false;
    if (lib->wants_dlopen &&
        !function_add(b, i, DLOPEN,
                      dlw_sprintf(w->cx, "dlopen.%.*s", DLW_FMT(lib->id)),
                      wide ? BYTES(type_dlopen64) : BYTES(type_thunk32)))
      return false;
    if (lib->wants_dlsym &&
        !function_add(b, i, DLSYM,
                      dlw_sprintf(w->cx, "dlsym.%.*s", DLW_FMT(lib->id)),
                      wide ? BYTES(type_dlsym64) : BYTES(type_thunk32)))
      return false;
  }
  return true;
}

/* --- Code --- */

enum { OP_CALL = 0x10, OP_DROP = 0x1a, OP_LOCAL_GET = 0x20,
       OP_I32_CONST = 0x41, OP_END = 0x0b };

/* A call; where its callee's number goes is noted. */
static void call_add(dlw_buf *body, size_t *fixups, uint32_t *count) {
  dlw_buf_u8(body, OP_CALL);
  fixups[(*count)++] = body->size;
  dlw_buf_uleb_padded(body, 0, 5);
}

/* One function's body into `code`, its calls as relocations. */
static bool body_add(builder *b, const ofunction *f, dlw_buf *code) {
  dlw_weld *w = b->w;
  const dlw_library *lib = &w->libraries[f->library];
  uint32_t calls = f->what == INIT ? lib->ctor_count : 1;
  size_t *fixups = malloc(calls * sizeof *fixups);
  uint32_t *callees = malloc(calls * sizeof *callees);
  dlw_buf body = {0};
  uint32_t count = 0;
  bool ok = fixups && callees;
  if (!ok)
    dlw_out_of_memory(w->cx);
  dlw_buf_u8(&body, 0); /* no locals */
  if (ok && f->what == INIT) {
    for (uint32_t i = 0; ok && i < calls; i++) {
      const dlw_ctor *c = &lib->ctors[i];
      dlw_bytes type = type_in_input(w, c->input, c->symbol);
      callees[i] = ctor_symbol(b, f->library, c, type);
      ok = callees[i] != DLW_NONE;
      call_add(&body, fixups, &count);
      /* form, no parameters, number of results */
      for (uint8_t k = 0; k < type.p[2]; k++)
        dlw_buf_u8(&body, OP_DROP);
    }
  } else if (ok) {
    bool open = f->what == DLOPEN;
    dlw_bytes type = !w->memory64 ? BYTES(type_callee32)
                     : open       ? BYTES(type_open64)
                                  : BYTES(type_sym64);
    callees[0] =
        undefined(b, open ? DLW_STR("__dlweld_dlopen") : DLW_STR("__dlweld_dlsym"),
                  DLW_SYM_FUNCTION, type, false);
    dlw_buf_u8(&body, OP_I32_CONST);
    dlw_buf_sleb(&body, (int64_t)f->library);
    for (uint8_t i = 0; i < 2; i++) {
      dlw_buf_u8(&body, OP_LOCAL_GET);
      dlw_buf_u8(&body, i);
    }
    ok = callees[0] != DLW_NONE;
    call_add(&body, fixups, &count);
  }
  dlw_buf_u8(&body, OP_END);
  dlw_buf_uleb(code, body.size);
  for (uint32_t i = 0; ok && i < count; i++) {
    dlw_buf_u8(&b->code_relocs, DLW_R_FUNCTION_INDEX_LEB);
    dlw_buf_uleb(&b->code_relocs, code->size + fixups[i]);
    dlw_buf_uleb(&b->code_relocs, callees[i]);
    b->code_reloc_count++;
  }
  dlw_buf_bytes(code, body.data, body.size);
  ok = ok && dlw_buf_ok(&body);
  dlw_buf_free(&body);
  free(fixups);
  free(callees);
  return ok;
}

/* --- Sections --- */

/* Sections and their parts are written in place, and their size, five bytes
   wide as LLVM writes it, when their end is known. */
static size_t part_open(dlw_buf *out, uint8_t id) {
  dlw_buf_u8(out, id);
  dlw_buf_uleb_padded(out, 0, 5);
  return out->size;
}

static void part_close(dlw_buf *out, size_t start) {
  if (dlw_buf_ok(out))
    dlw_uleb_put(out->data + start - 5, out->size - start, 5);
}

static void copy(dlw_buf *out, const dlw_buf *from) {
  dlw_buf_bytes(out, from->data, from->size);
  if (!dlw_buf_ok(from))
    out->failed = true;
}

/* The table import as the libraries' objects spell it: wasm64 toolchains
   differ in whether its indices are 64 bits wide. */
static dlw_bytes table_import(const dlw_weld *w) {
  static const uint8_t plain[] = {DLW_EXT_TABLE, 0x70, 0x00, 0x00};
  for (uint32_t i = 0; i < w->input_count; i++) {
    const dlw_module *m = &w->inputs[i].object.module;
    for (uint32_t k = 0; k < m->import_count; k++)
      if (m->imports[k].kind == DLW_EXT_TABLE &&
          dlw_str_eq(m->imports[k].field,
                     DLW_STR("__indirect_function_table")))
        return m->imports[k].desc;
  }
  return BYTES(plain);
}

static void import_section(builder *b, dlw_buf *out) {
  size_t start = part_open(out, DLW_SEC_IMPORT);
  dlw_str env = DLW_STR("env");
  dlw_buf_uleb(out, b->import_count + 2);
  dlw_buf_name(out, env);
  dlw_buf_name(out, DLW_STR("__linear_memory"));
  dlw_buf_u8(out, DLW_EXT_MEMORY);
  dlw_buf_u8(out, b->w->memory64 ? 0x04 : 0x00);
  dlw_buf_u8(out, 0);
  dlw_bytes table = table_import(b->w);
  dlw_buf_name(out, env);
  dlw_buf_name(out, DLW_STR("__indirect_function_table"));
  dlw_buf_bytes(out, table.p, table.n);
  for (uint32_t i = 0; i < b->import_count; i++) {
    dlw_buf_name(out, env);
    dlw_buf_name(out, b->imports[i].field);
    dlw_buf_u8(out, DLW_EXT_FUNCTION);
    dlw_buf_uleb(out, b->imports[i].type);
  }
  part_close(out, start);
}

static void symbol_table(builder *b, dlw_buf *out) {
  size_t start = part_open(out, 8); /* WASM_SYMBOL_TABLE */
  dlw_buf_uleb(out, b->symbol_count);
  for (uint32_t i = 0; i < b->symbol_count; i++) {
    const osymbol *y = &b->symbols[i];
    bool defined = !(y->flags & DLW_SYM_UNDEFINED);
    dlw_buf_u8(out, y->kind);
    dlw_buf_uleb(out, y->flags);
    if (y->kind == DLW_SYM_DATA) {
      dlw_buf_name(out, y->name);
      if (defined) {
        dlw_buf_uleb(out, y->index);
        dlw_buf_uleb(out, y->offset);
        dlw_buf_uleb(out, y->size);
      }
    } else {
      bool function = y->kind == DLW_SYM_FUNCTION;
      dlw_buf_uleb(out,
                   function && defined ? b->import_count + y->index : y->index);
      if (defined)
        dlw_buf_name(out, y->name);
    }
  }
  part_close(out, start);
}

static void linking_section(builder *b, dlw_buf *out) {
  size_t section = part_open(out, DLW_SEC_CUSTOM);
  dlw_buf_name(out, DLW_STR("linking"));
  dlw_buf_uleb(out, 2); /* version */
  symbol_table(b, out);
  size_t start = part_open(out, 5); /* WASM_SEGMENT_INFO */
  dlw_buf_uleb(out, 2);
  dlw_buf_name(out, DLW_STR(".rodata.dlweld.index"));
  dlw_buf_uleb(out, 4);
  dlw_buf_uleb(out, 0);
  dlw_buf_name(out, DLW_STR(".bss.dlweld.state"));
  dlw_buf_uleb(out, 4);
  dlw_buf_uleb(out, 0);
  part_close(out, start);
  part_close(out, section);
}

static void reloc_section(dlw_buf *out, const char *name, uint32_t target,
                          uint32_t count, const dlw_buf *entries) {
  size_t start = part_open(out, DLW_SEC_CUSTOM);
  dlw_buf_name(out, dlw_str_of(name));
  dlw_buf_uleb(out, target);
  dlw_buf_uleb(out, count);
  copy(out, entries);
  part_close(out, start);
}

static void segment_head(builder *b, dlw_buf *s, uint32_t address,
                         size_t size) {
  dlw_buf_u8(s, 0); /* active, memory 0 */
  dlw_buf_u8(s, b->w->memory64 ? 0x42 : 0x41);
  dlw_buf_sleb(s, address);
  dlw_buf_u8(s, OP_END);
  dlw_buf_uleb(s, size);
}

/* Data section; the words' relocations on the way. */
static void data_section(builder *b, dlw_buf *out) {
  dlw_weld *w = b->w;
  const dlw_buf *image = &w->index.image;
  size_t state = (size_t)w->library_count * sizeof(dlw_state);
  size_t start = part_open(out, DLW_SEC_DATA);
  dlw_buf_uleb(out, 2);
  segment_head(b, out, 0, image->size);
  for (uint32_t i = 0; i < w->index.word_count; i++) {
    const dlw_index_word *word = &w->index.words[i];
    bool function = word->kind == DLW_SYM_FUNCTION;
    dlw_buf_u8(&b->data_relocs,
               function ? (w->memory64 ? DLW_R_TABLE_INDEX_I64
                                       : DLW_R_TABLE_INDEX_I32)
                        : (w->memory64 ? DLW_R_MEMORY_ADDR_I64
                                       : DLW_R_MEMORY_ADDR_I32));
    dlw_buf_uleb(&b->data_relocs, out->size - start + word->offset);
    dlw_buf_uleb(&b->data_relocs, word->symbol);
    if (!function)
      dlw_buf_sleb(&b->data_relocs, 0);
    b->data_reloc_count++;
  }
  copy(out, image);
  segment_head(b, out, (uint32_t)image->size, state);
  dlw_buf_zeros(out, state);
  part_close(out, start);
}

static bool object_write(builder *b, dlw_buf *code) {
  dlw_buf *out = &b->w->index.object;
  uint32_t section = 2, code_section = 0, data_section_number;
  dlw_buf_bytes(out, "\0asm\1\0\0\0", 8);

  size_t start = part_open(out, DLW_SEC_TYPE);
  dlw_buf_uleb(out, b->types_by_bytes.count);
  for (uint32_t i = 0; i < b->types_by_bytes.count; i++) {
    dlw_str type = b->types_by_bytes.entries[i].key;
    dlw_buf_bytes(out, type.p, type.n);
  }
  part_close(out, start);
  import_section(b, out);
  if (b->function_count) {
    start = part_open(out, DLW_SEC_FUNCTION);
    dlw_buf_uleb(out, b->function_count);
    for (uint32_t i = 0; i < b->function_count; i++)
      dlw_buf_uleb(out, b->functions[i].type);
    part_close(out, start);
    start = part_open(out, DLW_SEC_CODE);
    copy(out, code);
    part_close(out, start);
    code_section = section + 1;
    section += 2;
  }
  data_section(b, out);
  data_section_number = section++;
  linking_section(b, out);
  if (b->code_reloc_count)
    reloc_section(out, "reloc.CODE", code_section, b->code_reloc_count,
                  &b->code_relocs);
  reloc_section(out, "reloc.DATA", data_section_number, b->data_reloc_count,
                &b->data_relocs);
  return dlw_buf_ok(out) || dlw_out_of_memory(b->w->cx);
}

static uint32_t function_type(const builder *b, const osymbol *s) {
  return s->flags & DLW_SYM_UNDEFINED ? b->imports[s->index].type
                                      : b->functions[s->index].type;
}

/* For the check of the finished module. */
static bool types_keep(builder *b) {
  dlw_index *x = &b->w->index;
  uint32_t count = b->types_by_bytes.count;
  x->types = dlw_alloc(b->w->cx, count, sizeof *x->types);
  for (uint32_t i = 0; x->types && i < count; i++) {
    dlw_str type = b->types_by_bytes.entries[i].key;
    x->types[i] = (dlw_bytes){(const uint8_t *)type.p, type.n};
  }
  return x->types != NULL;
}

bool dlw_index_object(dlw_weld *w) {
  builder b = {.w = w};
  uint32_t size = (uint32_t)w->index.image.size;
  osymbol table = {.kind = DLW_SYM_TABLE,
                  .flags = DLW_SYM_UNDEFINED | DLW_SYM_NO_STRIP,
                  .name = DLW_STR("__indirect_function_table")};
  osymbol index = {.kind = DLW_SYM_DATA,
                  .flags = DLW_SYM_HIDDEN | DLW_SYM_NO_STRIP,
                  .size = size,
                  .name = DLW_STR(DLW_SYMBOL_INDEX)};
  osymbol state = {.kind = DLW_SYM_DATA,
                  .flags = DLW_SYM_HIDDEN,
                  .index = 1,
                  .size = w->library_count * (uint32_t)sizeof(dlw_state),
                  .name = DLW_STR(DLW_SYMBOL_STATE)};
  /* Nearly all symbols are the words'. */
  uint32_t likely = w->index.word_count + 64;
  b.symbols = dlw_alloc(w->cx, likely, sizeof *b.symbols);
  b.imports = dlw_alloc(w->cx, likely, sizeof *b.imports);
  if (!b.symbols || !b.imports)
    return false;
  b.symbol_capacity = b.import_capacity = likely;
  symbol_add(&b, table);
  symbol_add(&b, index);
  uint32_t state_symbol = symbol_add(&b, state);
  bool ok = state_symbol != DLW_NONE && functions_add(&b);
  for (uint32_t i = 1; ok && i < w->library_count; i++) {
    dlw_library *lib = &w->libraries[i];
    dlw_map_entry *e = dlw_map_get(&lib->map, DLW_STR("__dso_handle"));
    if (!e || lib->names[e->value].defined)
      continue;
    osymbol handle = state;
    handle.offset = i * (uint32_t)sizeof(dlw_state);
    handle.size = sizeof(dlw_state);
    handle.name = lib->names[e->value].target;
    ok = symbol_add(&b, handle) != DLW_NONE;
  }
  /* Functions were added in the order of libraries, so were init words. */
  uint32_t next = 0;
  for (uint32_t i = 0; ok && i < w->index.word_count; i++) {
    dlw_index_word *word = &w->index.words[i];
    if (word->name != DLW_NONE) {
      word->symbol = exported_symbol(&b, word);
    } else if (word->kind == DLW_SYM_DATA) {
      word->symbol = state_symbol;
    } else {
      while (b.functions[next].what != INIT)
        next++;
      word->symbol = b.functions[next++].symbol;
    }
    ok = word->symbol != DLW_NONE;
    if (ok && word->kind == DLW_SYM_FUNCTION)
      word->type = function_type(&b, &b.symbols[word->symbol]);
  }
  dlw_buf code = {0};
  dlw_buf_uleb(&code, b.function_count);
  for (uint32_t i = 0; ok && i < b.function_count; i++)
    ok = body_add(&b, &b.functions[i], &code);
  ok = ok && types_keep(&b) && object_write(&b, &code);
  dlw_buf_free(&code);
  dlw_buf_free(&b.code_relocs);
  dlw_buf_free(&b.data_relocs);
  return ok;
}
