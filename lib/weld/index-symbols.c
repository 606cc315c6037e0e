/* The symbol tables of the index image: what a library exports, in buckets by
   hash (index=fast) or sorted with coded names (index=small). */
#include <stdlib.h>

#include "dlfcn/index.h"
#include "weld/index-image.h"

typedef struct entry {
  dlw_str name;
  uint32_t kind;  /* DLW_SYMBOL_* */
  uint32_t flags; /* DLW_SYMBOL_LIBC */
  uint64_t size;  /* data */
  uint64_t value; /* absolute symbols */
  dlw_index_word word;
} entry;

typedef struct table {
  entry *entries; /* heap */
  uint32_t count;
  size_t at; /* the library's record */
} table;

static uint32_t entry_kind(uint8_t kind, uint32_t flags) {
  if (flags & DLW_SYM_ABSOLUTE)
    return DLW_SYMBOL_ABSOLUTE;
  if (kind == DLW_SYM_FUNCTION)
    return DLW_SYMBOL_FUNCTION;
  return flags & DLW_SYM_TLS ? DLW_SYMBOL_TLS : DLW_SYMBOL_DATA;
}

/* clang gives C's main another name, by its type. */
dlw_str dlw_name_for_dlsym(const dlw_map *names, dlw_str name) {
  bool with = dlw_str_eq(name, DLW_STR("__main_argc_argv"));
  bool without = dlw_str_eq(name, DLW_STR("__main_void")) &&
                 !dlw_map_get(names, DLW_STR("__main_argc_argv"));
  return (with || without) && !dlw_map_get(names, DLW_STR("main"))
             ? DLW_STR("main")
             : name;
}

static uint32_t program_entries(dlw_weld *w, entry *entries) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < w->program.count; i++) {
    const dlw_program_symbol *s = &w->program.symbols[i];
    if (!s->wanted)
      continue;
    if (entries)
      entries[n] = (entry){.name = dlw_name_for_dlsym(&w->program.map, s->name),
                           .kind = entry_kind(s->kind, s->flags),
                           .flags = s->runtime && !s->own ? DLW_SYMBOL_LIBC : 0,
                           .size = s->size,
                           .word = {.kind = s->kind,
                                    .may_be_zero = !s->own,
                                    .tls = s->flags & DLW_SYM_TLS,
                                    .library = 0,
                                    .number = i}};
    n++;
  }
  return n;
}

static uint32_t library_entries(dlw_weld *w, uint32_t number, entry *entries) {
  dlw_library *lib = &w->libraries[number];
  uint32_t n = 0;
  for (uint32_t i = 0; i < lib->name_count; i++) {
    const dlw_name *name = &lib->names[i];
    /* A library's own dlopen has given way to the run time's. */
    if (!name->exported || name->bound == DLW_BOUND_THUNK)
      continue;
    const dlw_symbol *s = &w->inputs[name->input].object.symbols[name->symbol];
    if (entries)
      entries[n] = (entry){.name = dlw_name_for_dlsym(&lib->map, name->name),
                           .kind = entry_kind(name->kind, s->flags),
                           .size = s->size,
                           .value = s->offset,
                           .word = {.kind = name->kind,
                                    .tls = s->flags & DLW_SYM_TLS,
                                    .library = number,
                                    .number = i}};
    n++;
  }
  return n;
}

/* --- What both kinds of table have: entries are in the order of the table ---
 */

/* An absolute symbol's value is known; relocated, wasm-ld 22 would take it for
   a place in the segment that its entry names. */
static bool address_add(dlw_weld *w, const entry *e) {
  if (e->kind != DLW_SYMBOL_ABSOLUTE || e->word.library == 0)
    return dlw_image_word(w, e->word);
  dlw_buf_u32(&w->index.image, (uint32_t)e->value);
  if (w->memory64)
    dlw_buf_u32(&w->index.image, (uint32_t)(e->value >> 32));
  return true;
}

static bool addresses_add(dlw_weld *w, const table *t) {
  dlw_buf *b = &w->index.image;
  dlw_buf_align(b, dlw_image_word_size(w));
  dlw_image_put32(b, t->at + offsetof(dlw_index_library, addresses),
                  dlw_image_end(b));
  for (uint32_t i = 0; i < t->count; i++)
    if (!address_add(w, &t->entries[i]))
      return false;
  return true;
}

/* The sizes of those that are data. */
static void sizes_add(dlw_weld *w, const table *t) {
  dlw_buf *b = &w->index.image;
  uint32_t sizes = 0, start = dlw_image_end(b);
  for (uint32_t i = 0; i < t->count; i++) {
    const entry *e = &t->entries[i];
    if (e->word.kind != DLW_SYM_DATA)
      continue;
    dlw_buf_u32(b, i);
    dlw_buf_u32(b, e->size < UINT32_MAX ? (uint32_t)e->size : UINT32_MAX);
    w->index.has_tls |= e->kind == DLW_SYMBOL_TLS;
    sizes++;
  }
  dlw_image_put32(b, t->at + offsetof(dlw_index_library, sizes), start);
  dlw_image_put32(b, t->at + offsetof(dlw_index_library, size_count), sizes);
}

static void types_of_symbols_add(dlw_weld *w, const table *t) {
  dlw_buf *b = &w->index.image;
  bool any = false;
  for (uint32_t i = 0; i < t->count; i++)
    any |= t->entries[i].kind == DLW_SYMBOL_FUNCTION;
  if (!any)
    return;
  dlw_buf_align(b, 2);
  dlw_image_put32(b, t->at + offsetof(dlw_index_library, symbol_types),
                  dlw_image_end(b));
  for (uint32_t i = 0; i < t->count; i++) {
    uint32_t type = t->entries[i].word.type;
    dlw_buf_u8(b, (uint8_t)type);
    dlw_buf_u8(b, (uint8_t)(type >> 8));
  }
}

void dlw_image_types(dlw_weld *w) {
  dlw_buf *b = &w->index.image;
  const dlw_map *types = &w->index.function_types;
  dlw_buf_align(b, 4);
  uint32_t starts = dlw_image_end(b);
  dlw_image_put32(b, offsetof(dlw_index_header, types), starts);
  dlw_image_put32(b, offsetof(dlw_index_header, type_count), types->count);
  dlw_buf_zeros(b, ((size_t)types->count + 1) * 4);
  for (uint32_t i = 0; i <= types->count; i++) {
    dlw_image_put32(b, starts + (size_t)i * 4, dlw_image_end(b));
    if (i < types->count)
      dlw_buf_bytes(b, types->entries[i].key.p, types->entries[i].key.n);
  }
}

/* --- A table in buckets --- */

/* Puts the entries in the order of the buckets, and says where these start. */
static bool buckets_add(dlw_weld *w, table *t, dlw_image_slot *slots) {
  dlw_buf *b = &w->index.image;
  entry *sorted = malloc((t->count ? t->count : 1) * sizeof *sorted);
  if (!sorted)
    return dlw_out_of_memory(w->cx);
  for (uint32_t i = 0; i < t->count; i++)
    slots[i] = (dlw_image_slot){dlw_index_hash(t->entries[i].name), i};
  dlw_image_put32(b, t->at + offsetof(dlw_index_library, buckets),
                  dlw_image_bucket_count(t->count));
  uint32_t starts = dlw_image_buckets(w, slots, t->count);
  dlw_image_put32(b, t->at + offsetof(dlw_index_library, starts), starts);
  for (uint32_t i = 0; i < t->count; i++)
    sorted[i] = t->entries[slots[i].entry];
  free(t->entries);
  t->entries = sorted;
  return starts != 0;
}

static bool hashed_add(dlw_weld *w, table *t) {
  dlw_buf *b = &w->index.image;
  dlw_image_slot *slots = malloc((t->count ? t->count : 1) * sizeof *slots);
  bool ok = slots ? buckets_add(w, t, slots) : dlw_out_of_memory(w->cx);
  if (ok) {
    dlw_image_put32(b, t->at + offsetof(dlw_index_library, names),
                    dlw_image_end(b));
    uint32_t offset = 0;
    for (uint32_t i = 0; i < t->count; i++) {
      const entry *e = &t->entries[i];
      dlw_buf_u32(b, offset | e->flags | e->kind << DLW_SYMBOL_KIND_SHIFT);
      offset += (uint32_t)e->name.n + 1;
    }
    sizes_add(w, t);
    ok = addresses_add(w, t);
  }
  if (ok) {
    types_of_symbols_add(w, t);
    dlw_image_put32(b, t->at + offsetof(dlw_index_library, tags),
                    dlw_image_end(b));
    for (uint32_t i = 0; i < t->count; i++)
      dlw_buf_u8(b, dlw_index_tag(slots[i].hash));
    dlw_image_put32(b, t->at + offsetof(dlw_index_library, strings),
                    dlw_image_end(b));
    for (uint32_t i = 0; i < t->count; i++)
      dlw_image_string(b, t->entries[i].name);
  }
  free(slots);
  return ok;
}

/* --- A sorted one --- */

static int name_order(const void *a, const void *b) {
  dlw_str x = ((const entry *)a)->name, y = ((const entry *)b)->name;
  int order = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
  return order ? order : (x.n > y.n) - (x.n < y.n);
}

/* Bytes at the start that both have, of which a byte can tell. */
static uint8_t common(dlw_str a, dlw_str b) {
  size_t n = 0, most = a.n < b.n ? a.n : b.n;
  while (n < most && n < UINT8_MAX && a.p[n] == b.p[n])
    n++;
  return (uint8_t)n;
}

/* The names, and what stands before each block of them. */
static void coded_names_add(dlw_weld *w, const table *t, uint32_t blocks) {
  dlw_buf *b = &w->index.image;
  uint32_t strings = dlw_image_end(b), text = 0;
  dlw_image_put32(b, t->at + offsetof(dlw_index_library, strings), strings);
  for (uint32_t i = 0; i < t->count; i++) {
    dlw_str name = t->entries[i].name;
    uint8_t same = 0;
    if (i % DLW_SMALL_BLOCK) {
      same = common(t->entries[i - 1].name, name);
    } else {
      size_t block = blocks + i / DLW_SMALL_BLOCK * sizeof(dlw_index_block);
      dlw_image_put32(b, block, dlw_image_end(b) - strings);
      dlw_image_put32(b, block + 4, text);
    }
    dlw_buf_u8(b, same);
    dlw_image_string(b, (dlw_str){name.p + same, name.n - same});
    text += (uint32_t)name.n + 1;
  }
  w->index.names_size += text;
}

static bool small_add(dlw_weld *w, table *t) {
  dlw_buf *b = &w->index.image;
  uint32_t count = (t->count + DLW_SMALL_BLOCK - 1) / DLW_SMALL_BLOCK;
  qsort(t->entries, t->count, sizeof *t->entries, name_order);
  uint32_t blocks = dlw_image_end(b);
  dlw_image_put32(b, t->at + offsetof(dlw_index_library, buckets), count);
  dlw_image_put32(b, t->at + offsetof(dlw_index_library, starts), blocks);
  dlw_image_put32(b, t->at + offsetof(dlw_index_library, text),
                  w->index.names_size);
  dlw_buf_zeros(b, count * sizeof(dlw_index_block));
  sizes_add(w, t);
  if (!addresses_add(w, t))
    return false;
  types_of_symbols_add(w, t);
  dlw_image_put32(b, t->at + offsetof(dlw_index_library, tags),
                  dlw_image_end(b));
  for (uint32_t i = 0; i < t->count; i++)
    dlw_buf_u8(b, (uint8_t)(t->entries[i].kind << DLW_SMALL_KIND_SHIFT |
                            (t->entries[i].flags ? DLW_SMALL_LIBC : 0)));
  coded_names_add(w, t, blocks);
  return true;
}

/* --- All of it --- */

/* Gives an entry 1 + the number of its function type in the image, or 0 if that
   is not known. */
static bool type_find(dlw_weld *w, entry *e) {
  dlw_map *types = &w->index.function_types;
  dlw_bytes type = {0};
  if (e->kind != DLW_SYMBOL_FUNCTION)
    return true;
  if (!dlw_index_type(w, &e->word, &type))
    return false;
  dlw_str key = {(const char *)type.p, type.n};
  dlw_map_entry *m = NULL;
  bool fits = dlw_index_type_fits(type);
  if (fits && types->count >= UINT16_MAX - 1) {
    m = dlw_map_get(types, key);
  } else if (fits) {
    bool added;
    m = dlw_map_put(w->cx, types, key, &added);
    if (!m)
      return false;
    if (added)
      m->value = types->count - 1;
  }
  e->word.type = m ? m->value + 1 : 0;
  return true;
}

static bool entries_read(dlw_weld *w, uint32_t number, table *t) {
  uint8_t form = w->libraries[number].index_form;
  if (form != DLW_INDEX_NONE)
    t->count =
        number ? library_entries(w, number, NULL) : program_entries(w, NULL);
  t->entries = malloc((t->count ? t->count : 1) * sizeof *t->entries);
  if (!t->entries)
    return dlw_out_of_memory(w->cx);
  if (t->count && number)
    library_entries(w, number, t->entries);
  else if (t->count)
    program_entries(w, t->entries);
  uint64_t text = 0;
  for (uint32_t i = 0; i < t->count; i++) {
    text += t->entries[i].name.n + 1;
    if (!type_find(w, &t->entries[i]))
      return false;
  }
  if (text > DLW_SYMBOL_NAME_MASK)
    return dlw_error(w->cx, NULL, "%.*s exports more than 512 MiB of names",
                     DLW_FMT(w->libraries[number].soname));
  if (form == DLW_INDEX_SMALL && text > UINT32_MAX - w->index.names_size)
    return dlw_error(w->cx, NULL,
                     "the names of libraries with index=small are more than "
                     "4 GiB");
  return true;
}

bool dlw_image_symbols(dlw_weld *w, uint32_t number, size_t at) {
  dlw_buf *b = &w->index.image;
  uint8_t form = w->libraries[number].index_form;
  table t = {.at = at};
  bool ok = entries_read(w, number, &t);
  if (ok) {
    /* An empty table in buckets takes the least to read. */
    bool small = form == DLW_INDEX_SMALL && t.count;
    if (dlw_buf_ok(b) && small)
      b->data[at + offsetof(dlw_index_library, flags)] |= DLW_LIBRARY_SMALL;
    if (dlw_buf_ok(b) && form == DLW_INDEX_NONE)
      b->data[at + offsetof(dlw_index_library, flags)] |=
          DLW_LIBRARY_NO_SYMBOLS;
    dlw_buf_align(b, 4);
    dlw_image_put32(b, at + offsetof(dlw_index_library, symbol_count), t.count);
    ok = small ? small_add(w, &t) : hashed_add(w, &t);
  }
  free(t.entries);
  return ok;
}
