/* The index image: every table that the run time reads (dlfcn/index.h), laid
   out in memory order, with a list of the words that only the linker knows.
   Built in linear time, and the same for the same input. */
#include <stdlib.h>

#include "dlfcn/index.h"
#include "weld/index-image.h"
#include "weld/owners.h"

bool dlw_image_word(dlw_weld *w, dlw_index_word word) {
  dlw_index *x = &w->index;
  if (!dlw_grow(w->cx, &x->words, x->word_count, &x->word_capacity,
                sizeof *x->words))
    return false;
  word.offset = dlw_image_end(&x->image);
  x->words[x->word_count++] = word;
  dlw_buf_zeros(&x->image, dlw_image_word_size(w));
  return true;
}

uint32_t dlw_image_bucket_count(uint32_t entries) {
  return entries < DLW_BUCKET_LOAD ? 1 : entries / DLW_BUCKET_LOAD;
}

uint32_t dlw_image_buckets(dlw_weld *w, dlw_image_slot *slots, uint32_t count) {
  dlw_buf *b = &w->index.image;
  uint32_t buckets = dlw_image_bucket_count(count);
  uint32_t *starts = calloc((size_t)buckets + 1, sizeof *starts);
  dlw_image_slot *sorted = malloc((count ? count : 1) * sizeof *sorted);
  uint32_t offset = dlw_image_end(b);
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

/* A word for which `field` of the library's record, or of the header, has room
   for the offset. */
static bool word_at(dlw_weld *w, size_t field, dlw_index_word word) {
  dlw_image_put32(&w->index.image, field, dlw_image_end(&w->index.image));
  return dlw_image_word(w, word);
}

static bool ranges_add(dlw_weld *w, uint32_t number, size_t at) {
  dlw_buf *b = &w->index.image;
  const dlw_library *lib = &w->libraries[number];
  if (!lib->place_count)
    return true;
  dlw_image_put32(b, at + offsetof(dlw_index_library, ranges),
                  dlw_image_end(b));
  dlw_image_put32(b, at + offsetof(dlw_index_library, range_count),
                  lib->place_count);
  for (uint32_t i = 0; i < lib->place_count; i++) {
    dlw_index_word word = {.kind = DLW_SYM_DATA,
                           .what = DLW_WORD_START,
                           .may_be_zero = true,
                           .tls = lib->places[i].range == DLW_RANGE_TLS,
                           .library = number,
                           .number = i};
    w->index.has_tls |= word.tls;
    if (!dlw_image_word(w, word))
      return false;
    word.what = DLW_WORD_END;
    if (!dlw_image_word(w, word))
      return false;
    dlw_buf_u32(b, lib->places[i].range);
    dlw_buf_zeros(b, dlw_image_word_size(w) - 4);
  }
  return true;
}

/* All words but the symbols'. */
static bool words_of_library(dlw_weld *w, uint32_t number, size_t at) {
  const dlw_library *lib = &w->libraries[number];
  dlw_index_word word = {.kind = DLW_SYM_FUNCTION, .library = number};
  dlw_buf_align(&w->index.image, dlw_image_word_size(w));
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
    if (!dlw_image_word(w, word))
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

static uint32_t library_flags(const dlw_weld *w, uint32_t number) {
  const dlw_library *lib = &w->libraries[number];
  uint32_t flags = number ? 0 : DLW_LIBRARY_PROGRAM;
  if (number && lib->startup)
    flags |= DLW_LIBRARY_STARTUP;
  if (number && lib->unload)
    flags |= DLW_LIBRARY_UNLOAD;
  return flags;
}

static void needed_add(dlw_weld *w, const dlw_library *lib, size_t at) {
  dlw_buf *b = &w->index.image;
  if (!lib->needed_count)
    return;
  dlw_image_put32(b, at + offsetof(dlw_index_library, needed),
                  dlw_image_end(b));
  dlw_image_put32(b, at + offsetof(dlw_index_library, needed_count),
                  lib->needed_count);
  uint32_t edges =
      lib->scope_count <= DLW_EDGE_LIMIT ? lib->scope_count : lib->needed_count;
  if (edges) {
    dlw_image_put32(b, at + offsetof(dlw_index_library, edges),
                    w->index.state_size);
    dlw_image_put32(b, at + offsetof(dlw_index_library, edge_room), edges);
    w->index.state_size += edges * 4;
  }
  for (uint32_t i = 0; i < lib->needed_count; i++)
    dlw_buf_u32(b, lib->needed[i]);
}

/* An array of strings' offsets, and the strings; `at`: the field that has the
   array's offset, before the one that has their number. */
static void list_add(dlw_weld *w, const dlw_list *list, size_t at) {
  dlw_buf *b = &w->index.image;
  if (!list->count)
    return;
  dlw_buf_align(b, 4);
  uint32_t array = dlw_image_end(b);
  dlw_image_put32(b, at, array);
  dlw_image_put32(b, at + 4, list->count);
  dlw_buf_zeros(b, (size_t)list->count * 4);
  for (uint32_t i = 0; i < list->count; i++) {
    dlw_image_put32(b, array + (size_t)i * 4, dlw_image_end(b));
    dlw_image_string(b, list->items[i]);
  }
}

static bool library_add(dlw_weld *w, uint32_t number, size_t at) {
  dlw_buf *b = &w->index.image;
  const dlw_library *lib = &w->libraries[number];
  if (!words_of_library(w, number, at))
    return false;
  dlw_buf_align(b, 4);
  dlw_image_put32(b, at + offsetof(dlw_index_library, flags),
                  library_flags(w, number));
  needed_add(w, lib, at);
  list_add(w, &lib->aliases, at + offsetof(dlw_index_library, aliases));
  list_add(w, &lib->given_run_paths,
           at + offsetof(dlw_index_library, run_paths));
  dlw_image_put32(b, at + offsetof(dlw_index_library, soname),
                  dlw_image_end(b));
  dlw_image_string(b, lib->soname);
  return dlw_image_symbols(w, number, at);
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
  dlw_image_slot *slots = malloc(room * sizeof *slots);
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
      slots[i] = (dlw_image_slot){dlw_index_hash(all[i].name), i};
    dlw_buf_align(b, 4);
    dlw_image_put32(b, offsetof(dlw_index_header, name_count), count);
    dlw_image_put32(b, offsetof(dlw_index_header, name_buckets),
                    dlw_image_bucket_count(count));
    dlw_image_put32(b, offsetof(dlw_index_header, longest_name), longest);
    uint32_t starts = dlw_image_buckets(w, slots, count);
    ok = starts != 0;
    dlw_image_put32(b, offsetof(dlw_index_header, name_starts), starts);
    uint32_t names = dlw_image_end(b);
    dlw_image_put32(b, offsetof(dlw_index_header, names), names);
    dlw_buf_zeros(b, (size_t)count * sizeof(dlw_index_name));
    for (uint32_t i = 0; i < count; i++) {
      const alias *a = &all[slots[i].entry];
      size_t at = names + (size_t)i * sizeof(dlw_index_name);
      dlw_image_put32(b, at + offsetof(dlw_index_name, hash),
                      (uint32_t)(slots[i].hash >> 32));
      dlw_image_put32(b, at + offsetof(dlw_index_name, string),
                      dlw_image_end(b));
      dlw_image_put32(b, at + offsetof(dlw_index_name, library), a->library);
      dlw_image_put32(b, at + offsetof(dlw_index_name, kind), a->kind);
      dlw_image_string(b, a->name);
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
  dlw_image_put32(b, offsetof(dlw_index_header, startup), dlw_image_end(b));
  dlw_image_put32(b, offsetof(dlw_index_header, startup_count),
                  w->startup_count);
  for (uint32_t i = 0; i < w->startup_count; i++)
    dlw_buf_u32(b, w->startup[i]);
  return ok;
}

static bool image_build(dlw_weld *w) {
  dlw_buf *b = &w->index.image;
  static const uint8_t magic[16] = DLW_INDEX_MAGIC;
  dlw_buf_bytes(b, magic, sizeof magic);
  dlw_buf_zeros(b, sizeof(dlw_index_header) - sizeof magic);
  dlw_image_put32(b, offsetof(dlw_index_header, version), DLW_INDEX_VERSION);
  dlw_image_put32(b, offsetof(dlw_index_header, library_count),
                  w->library_count);
  dlw_image_put32(b, offsetof(dlw_index_header, word_size),
                  dlw_image_word_size(w));
  dlw_image_put32(b, offsetof(dlw_index_header, library_size),
                  sizeof(dlw_index_library));
  dlw_buf_align(b, 8);
  if (!header_words(w))
    return false;
  dlw_buf_align(b, 16);
  size_t libraries = b->size;
  dlw_image_put32(b, offsetof(dlw_index_header, libraries),
                  (uint32_t)libraries);
  dlw_buf_zeros(b, (size_t)w->library_count * sizeof(dlw_index_library));
  if (!names_add(w))
    return false;
  for (uint32_t i = 0; i < w->library_count; i++)
    if (!library_add(w, i, libraries + i * sizeof(dlw_index_library)))
      return false;
  dlw_image_types(w);
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
  dlw_image_put32(b, offsetof(dlw_index_header, size), dlw_image_end(b));
  if (!dlw_buf_ok(b))
    return dlw_out_of_memory(w->cx);
  if (b->size > UINT32_MAX - 16)
    return dlw_error(w->cx, NULL, "the index is larger than 4 GiB");
  return true;
}

bool dlw_index_build(dlw_weld *w) {
  w->index.state_size =
      w->library_count * DLW_STATE_SIZE(dlw_image_word_size(w));
  return image_build(w) && dlw_index_object(w);
}
