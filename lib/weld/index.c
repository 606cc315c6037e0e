/* The index image: every table that the run time reads (dlfcn/index.h), laid
   out in memory order, with a list of the words that only the linker knows.
   Built in linear time, and the same for the same input. */
#include "weld/index.h"
#include "weld/owners.h"

#include <stdlib.h>

#include "dlfcn/index.h"

static void put32(dlw_buf *b, size_t at, uint32_t v) {
  for (int i = 0; i < 4 && dlw_buf_ok(b); i++)
    b->data[at + (size_t)i] = (uint8_t)(v >> (8 * i));
}

static uint32_t here(const dlw_buf *b) { return (uint32_t)b->size; }

static unsigned word_size(const dlw_weld *w) { return w->memory64 ? 8 : 4; }

/* Appends an empty word that the linker is to fill in. */
static bool word_add(dlw_weld *w, dlw_index_word word) {
  dlw_index *x = &w->index;
  if (!dlw_grow(w->cx, &x->words, x->word_count, &x->word_capacity,
                sizeof *x->words))
    return false;
  word.offset = here(&x->image);
  x->words[x->word_count++] = word;
  dlw_buf_zeros(&x->image, word_size(w));
  return true;
}

static void string_add(dlw_buf *b, dlw_str s) {
  dlw_buf_bytes(b, s.p, s.n);
  dlw_buf_u8(b, 0);
}

/* --- Hash tables: entries sorted by bucket --- */

typedef struct slot {
  uint64_t hash;
  uint32_t entry; /* what the caller put in */
} slot;

static uint32_t bucket_count(uint32_t entries) {
  return entries < DLW_BUCKET_LOAD ? 1 : entries / DLW_BUCKET_LOAD;
}

/* Sorts stably by bucket and appends uint32_t[buckets + 1], where each bucket
   starts. Returns the offset of that, or 0 without memory. */
static uint32_t buckets_add(dlw_weld *w, slot *slots, uint32_t count) {
  dlw_buf *b = &w->index.image;
  uint32_t buckets = bucket_count(count);
  uint32_t *starts = calloc((size_t)buckets + 1, sizeof *starts);
  slot *sorted = malloc((count ? count : 1) * sizeof *sorted);
  uint32_t offset = here(b);
  if (!starts || !sorted) {
    free(starts);
    free(sorted);
    dlw_out_of_memory(w->cx);
    return 0;
  }
  for (uint32_t i = 0; i < count; i++)
    starts[dlw_index_bucket(slots[i].hash, buckets) + 1]++;
  for (uint32_t i = 0; i < buckets; i++)
    starts[i + 1] += starts[i];
  for (uint32_t i = 0; i <= buckets; i++)
    dlw_buf_u32(b, starts[i]);
  for (uint32_t i = 0; i < count; i++)
    sorted[starts[dlw_index_bucket(slots[i].hash, buckets)]++] = slots[i];
  memcpy(slots, sorted, count * sizeof *slots);
  free(starts);
  free(sorted);
  return offset;
}

/* --- One library --- */

typedef struct entry {
  dlw_str name;
  uint32_t kind;  /* DLW_SYMBOL_* */
  uint32_t flags; /* DLW_SYMBOL_LIBC */
  uint64_t size;  /* data */
  uint64_t value; /* absolute symbols */
  dlw_index_word word;
} entry;

static uint32_t entry_kind(uint8_t kind, uint32_t flags) {
  if (flags & DLW_SYM_ABSOLUTE)
    return DLW_SYMBOL_ABSOLUTE;
  if (kind == DLW_SYM_FUNCTION)
    return DLW_SYMBOL_FUNCTION;
  return flags & DLW_SYM_TLS ? DLW_SYMBOL_TLS : DLW_SYMBOL_DATA;
}

/* The name that dlsym knows: clang gives C's main another one, by its type. */
static dlw_str c_name(const dlw_map *names, dlw_str name) {
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
      entries[n] = (entry){.name = c_name(&w->program.map, s->name),
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
      entries[n] = (entry){.name = c_name(&lib->map, name->name),
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

/* An absolute symbol's value is known; relocated, wasm-ld 22 would take it for
   a place in the segment that its entry names. */
static bool address_add(dlw_weld *w, const entry *e) {
  if (e->kind != DLW_SYMBOL_ABSOLUTE || e->word.library == 0)
    return word_add(w, e->word);
  dlw_buf_u32(&w->index.image, (uint32_t)e->value);
  if (w->memory64)
    dlw_buf_u32(&w->index.image, (uint32_t)(e->value >> 32));
  return true;
}

/* The sizes of those that are data. */
static void sizes_add(dlw_weld *w, const entry *entries, const slot *slots,
                      uint32_t count, size_t at) {
  dlw_buf *b = &w->index.image;
  uint32_t sizes = 0, start = here(b);
  for (uint32_t i = 0; i < count; i++) {
    const entry *e = &entries[slots[i].entry];
    if (e->word.kind != DLW_SYM_DATA)
      continue;
    dlw_buf_u32(b, i);
    dlw_buf_u32(b, e->size < UINT32_MAX ? (uint32_t)e->size : UINT32_MAX);
    w->index.has_tls |= e->kind == DLW_SYMBOL_TLS;
    sizes++;
  }
  put32(b, at + offsetof(dlw_index_library, sizes), start);
  put32(b, at + offsetof(dlw_index_library, size_count), sizes);
}

/* Appends the symbol table of library `number`; `at` is its record. */
static bool symbols_add(dlw_weld *w, uint32_t number, size_t at) {
  dlw_buf *b = &w->index.image;
  uint32_t count =
      number ? library_entries(w, number, NULL) : program_entries(w, NULL);
  entry *entries = malloc((count ? count : 1) * sizeof *entries);
  slot *slots = malloc((count ? count : 1) * sizeof *slots);
  bool ok = entries && slots;
  if (!ok)
    dlw_out_of_memory(w->cx);
  uint64_t text = 0;
  if (ok) {
    if (number)
      library_entries(w, number, entries);
    else
      program_entries(w, entries);
    for (uint32_t i = 0; i < count; i++) {
      slots[i] = (slot){dlw_index_hash(entries[i].name), i};
      text += entries[i].name.n + 1;
    }
    if (text > DLW_SYMBOL_NAME_MASK)
      ok = dlw_error(w->cx, NULL, "%.*s exports more than 512 MiB of names",
                     DLW_FMT(w->libraries[number].soname));
  }
  if (ok) {
    dlw_buf_align(b, 4);
    put32(b, at + offsetof(dlw_index_library, symbol_count), count);
    put32(b, at + offsetof(dlw_index_library, buckets), bucket_count(count));
    uint32_t starts = buckets_add(w, slots, count);
    ok = starts != 0;
    put32(b, at + offsetof(dlw_index_library, starts), starts);
    put32(b, at + offsetof(dlw_index_library, names), here(b));
    uint32_t offset = 0;
    for (uint32_t i = 0; i < count; i++) {
      const entry *e = &entries[slots[i].entry];
      dlw_buf_u32(b, offset | e->flags | e->kind << DLW_SYMBOL_KIND_SHIFT);
      offset += (uint32_t)e->name.n + 1;
    }
    sizes_add(w, entries, slots, count, at);
    dlw_buf_align(b, word_size(w));
    put32(b, at + offsetof(dlw_index_library, addresses), here(b));
    for (uint32_t i = 0; ok && i < count; i++)
      ok = address_add(w, &entries[slots[i].entry]);
    put32(b, at + offsetof(dlw_index_library, tags), here(b));
    for (uint32_t i = 0; i < count; i++)
      dlw_buf_u8(b, dlw_index_tag(slots[i].hash));
    put32(b, at + offsetof(dlw_index_library, strings), here(b));
    for (uint32_t i = 0; i < count; i++)
      string_add(b, entries[slots[i].entry].name);
  }
  free(entries);
  free(slots);
  return ok;
}

/* A word for which `field` of the library's record, or of the header, has room
   for the offset. */
static bool word_at(dlw_weld *w, size_t field, dlw_index_word word) {
  put32(&w->index.image, field, here(&w->index.image));
  return word_add(w, word);
}

static bool ranges_add(dlw_weld *w, uint32_t number, size_t at) {
  dlw_buf *b = &w->index.image;
  const dlw_library *lib = &w->libraries[number];
  if (!lib->place_count)
    return true;
  put32(b, at + offsetof(dlw_index_library, ranges), here(b));
  put32(b, at + offsetof(dlw_index_library, range_count), lib->place_count);
  for (uint32_t i = 0; i < lib->place_count; i++) {
    dlw_index_word word = {.kind = DLW_SYM_DATA,
                           .what = DLW_WORD_START,
                           .may_be_zero = true,
                           .tls = lib->places[i].range == DLW_RANGE_TLS,
                           .library = number,
                           .number = i};
    w->index.has_tls |= word.tls;
    if (!word_add(w, word))
      return false;
    word.what = DLW_WORD_END;
    if (!word_add(w, word))
      return false;
    dlw_buf_u32(b, lib->places[i].range);
    dlw_buf_zeros(b, word_size(w) - 4);
  }
  return true;
}

/* All words but the symbols'. */
static bool words_of_library(dlw_weld *w, uint32_t number, size_t at) {
  const dlw_library *lib = &w->libraries[number];
  dlw_index_word word = {.kind = DLW_SYM_FUNCTION, .library = number};
  dlw_buf_align(&w->index.image, word_size(w));
  if (!number)
    return true;
  word.what = DLW_WORD_INIT;
  if (lib->ctor_count &&
      !word_at(w, at + offsetof(dlw_index_library, init), word))
    return false;
  word.what = DLW_WORD_FINI;
  if (lib->dtor_count &&
      !word_at(w, at + offsetof(dlw_index_library, fini), word))
    return false;
  word.what = DLW_WORD_SLOTS;
  if (lib->slot_count) {
    if (!word_at(w, at + offsetof(dlw_index_library, slots), word))
      return false;
    word.what = DLW_WORD_SLOTS_END;
    if (!word_add(w, word))
      return false;
  }
  word.what = DLW_WORD_MARK;
  word.number = number - 1;
  if (!word_at(w, at + offsetof(dlw_index_library, mark), word))
    return false;
  word = (dlw_index_word){
      .what = DLW_WORD_IMAGE, .kind = DLW_SYM_DATA, .library = number};
  bool image = false;
  for (uint32_t i = 0; lib->unload && i < lib->place_count; i++)
    image |= lib->places[i].range == DLW_RANGE_DATA ||
             lib->places[i].range == DLW_RANGE_TLS;
  if (image && !word_at(w, at + offsetof(dlw_index_library, image), word))
    return false;
  return ranges_add(w, number, at);
}

static bool library_add(dlw_weld *w, uint32_t number, size_t at) {
  dlw_buf *b = &w->index.image;
  dlw_library *lib = &w->libraries[number];
  if (!words_of_library(w, number, at))
    return false;
  dlw_buf_align(b, 4);
  put32(b, at + offsetof(dlw_index_library, flags),
        !number ? DLW_LIBRARY_PROGRAM
                : (lib->startup ? DLW_LIBRARY_STARTUP : 0u) |
                      (lib->unload ? DLW_LIBRARY_UNLOAD : 0u));
  if (lib->needed_count) {
    put32(b, at + offsetof(dlw_index_library, needed), here(b));
    put32(b, at + offsetof(dlw_index_library, needed_count), lib->needed_count);
    uint32_t edges = lib->scope_count <= DLW_EDGE_LIMIT ? lib->scope_count
                                                        : lib->needed_count;
    if (edges) {
      put32(b, at + offsetof(dlw_index_library, edges), w->index.state_size);
      put32(b, at + offsetof(dlw_index_library, edge_room), edges);
      w->index.state_size += edges * 4;
    }
    for (uint32_t i = 0; i < lib->needed_count; i++)
      dlw_buf_u32(b, lib->needed[i]);
  }
  if (lib->aliases.count) {
    uint32_t aliases = here(b);
    put32(b, at + offsetof(dlw_index_library, aliases), aliases);
    put32(b, at + offsetof(dlw_index_library, alias_count), lib->aliases.count);
    dlw_buf_zeros(b, (size_t)lib->aliases.count * 4);
    for (uint32_t i = 0; i < lib->aliases.count; i++) {
      put32(b, aliases + (size_t)i * 4, here(b));
      string_add(b, lib->aliases.items[i]);
    }
  }
  put32(b, at + offsetof(dlw_index_library, soname), here(b));
  string_add(b, lib->soname);
  return symbols_add(w, number, at);
}

/* --- The names by which dlopen finds a library --- */

typedef struct alias {
  dlw_str name;
  uint32_t library;
  uint32_t kind; /* DLW_NAME_* */
} alias;

static bool names_add(dlw_weld *w) {
  dlw_buf *b = &w->index.image;
  size_t room = 1;
  for (uint32_t i = 1; i < w->library_count; i++)
    room += 2 * ((size_t)w->libraries[i].aliases.count + 1);
  alias *all = malloc(room * sizeof *all);
  slot *slots = malloc(room * sizeof *slots);
  uint32_t count = 0, longest = 0;
  bool ok = all && slots;
  if (!ok)
    dlw_out_of_memory(w->cx);
  for (uint32_t i = 1; ok && i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    for (uint32_t k = 0; k <= lib->aliases.count; k++) {
      dlw_str name = k ? lib->aliases.items[k - 1] : lib->soname;
      dlw_str base = dlw_str_basename(name);
      all[count++] = (alias){name, i, DLW_NAME_EXACT};
      if (base.n < name.n && base.n)
        all[count++] = (alias){base, i, DLW_NAME_BASE};
      if (name.n > longest)
        longest = (uint32_t)name.n;
    }
  }
  if (ok) {
    for (uint32_t i = 0; i < count; i++)
      slots[i] = (slot){dlw_index_hash(all[i].name), i};
    dlw_buf_align(b, 4);
    put32(b, offsetof(dlw_index_header, name_count), count);
    put32(b, offsetof(dlw_index_header, name_buckets), bucket_count(count));
    put32(b, offsetof(dlw_index_header, longest_name), longest);
    uint32_t starts = buckets_add(w, slots, count);
    ok = starts != 0;
    put32(b, offsetof(dlw_index_header, name_starts), starts);
    uint32_t names = here(b);
    put32(b, offsetof(dlw_index_header, names), names);
    dlw_buf_zeros(b, (size_t)count * sizeof(dlw_index_name));
    for (uint32_t i = 0; i < count; i++) {
      const alias *a = &all[slots[i].entry];
      size_t at = names + (size_t)i * sizeof(dlw_index_name);
      put32(b, at + offsetof(dlw_index_name, hash),
            (uint32_t)(slots[i].hash >> 32));
      put32(b, at + offsetof(dlw_index_name, string), here(b));
      put32(b, at + offsetof(dlw_index_name, library), a->library);
      put32(b, at + offsetof(dlw_index_name, kind), a->kind);
      string_add(b, a->name);
    }
  }
  free(all);
  free(slots);
  return ok;
}

static bool header_words(dlw_weld *w) {
  dlw_buf *b = &w->index.image;
  bool exits = false, ok = true;
  for (uint32_t i = 1; i < w->library_count; i++)
    exits |= w->libraries[i].dtor_count != 0;
  if (!word_at(w, offsetof(dlw_index_header, state),
               (dlw_index_word){.what = DLW_WORD_STATE, .kind = DLW_SYM_DATA}))
    return false;
  if (w->library_count > 1)
    ok = word_at(w, offsetof(dlw_index_header, slots_end),
                 (dlw_index_word){.what = DLW_WORD_MARK,
                                  .kind = DLW_SYM_FUNCTION,
                                  .number = w->library_count - 1});
  if (ok && exits)
    ok = word_at(
        w, offsetof(dlw_index_header, exit),
        (dlw_index_word){.what = DLW_WORD_EXIT, .kind = DLW_SYM_FUNCTION});
  if (ok && dlw_owners_room(w))
    ok = word_at(
        w, offsetof(dlw_index_header, owners),
        (dlw_index_word){.what = DLW_WORD_OWNERS, .kind = DLW_SYM_DATA});
  put32(b, offsetof(dlw_index_header, startup), here(b));
  put32(b, offsetof(dlw_index_header, startup_count), w->startup_count);
  for (uint32_t i = 0; i < w->startup_count; i++)
    dlw_buf_u32(b, w->startup[i]);
  return ok;
}

static bool image_build(dlw_weld *w) {
  dlw_buf *b = &w->index.image;
  static const uint8_t magic[16] = DLW_INDEX_MAGIC;
  dlw_buf_bytes(b, magic, sizeof magic);
  dlw_buf_zeros(b, sizeof(dlw_index_header) - sizeof magic);
  put32(b, offsetof(dlw_index_header, version), DLW_INDEX_VERSION);
  put32(b, offsetof(dlw_index_header, library_count), w->library_count);
  put32(b, offsetof(dlw_index_header, word_size), word_size(w));
  put32(b, offsetof(dlw_index_header, library_size), sizeof(dlw_index_library));
  dlw_buf_align(b, 8);
  if (!header_words(w))
    return false;
  dlw_buf_align(b, 16);
  size_t libraries = b->size;
  put32(b, offsetof(dlw_index_header, libraries), (uint32_t)libraries);
  dlw_buf_zeros(b, (size_t)w->library_count * sizeof(dlw_index_library));
  if (!names_add(w))
    return false;
  for (uint32_t i = 0; i < w->library_count; i++)
    if (!library_add(w, i, libraries + i * sizeof(dlw_index_library)))
      return false;
  /* Known only now: whether there is thread-local data. */
  dlw_buf_align(b, 8);
  if (w->index.has_tls &&
      !word_at(w, offsetof(dlw_index_header, tls_probe),
               (dlw_index_word){
                   .what = DLW_WORD_PROBE, .kind = DLW_SYM_DATA, .tls = true}))
    return false;
  /* The run time compares names eight bytes at a time. */
  dlw_buf_zeros(b, 8);
  dlw_buf_align(b, 16);
  put32(b, offsetof(dlw_index_header, size), here(b));
  if (!dlw_buf_ok(b))
    return dlw_out_of_memory(w->cx);
  if (b->size > UINT32_MAX - 16)
    return dlw_error(w->cx, NULL, "the index is larger than 4 GiB");
  return true;
}

bool dlw_index_build(dlw_weld *w) {
  w->index.state_size = w->library_count * DLW_STATE_SIZE(word_size(w));
  return image_build(w) && dlw_index_object(w);
}
