/* Building the index image: what index.c and index-symbols.c share. */
#ifndef DLWELD_WELD_INDEX_IMAGE_H
#define DLWELD_WELD_INDEX_IMAGE_H

#include "weld/index.h"

static inline void dlw_image_put32(dlw_buf *b, size_t at, uint32_t v) {
  for (int i = 0; i < 4 && dlw_buf_ok(b); i++)
    b->data[at + (size_t)i] = (uint8_t)(v >> (8 * i));
}

static inline uint32_t dlw_image_end(const dlw_buf *b) {
  return (uint32_t)b->size;
}

static inline unsigned dlw_image_word_size(const dlw_weld *w) {
  return w->memory64 ? 8 : 4;
}

static inline void dlw_image_string(dlw_buf *b, dlw_str s) {
  dlw_buf_bytes(b, s.p, s.n);
  dlw_buf_u8(b, 0);
}

/* Appends an empty word that the linker is to fill in. */
bool dlw_image_word(dlw_weld *w, dlw_index_word word);

/* Hash tables: entries sorted by bucket. */
typedef struct dlw_image_slot {
  uint64_t hash;
  uint32_t entry; /* what the caller put in */
} dlw_image_slot;

uint32_t dlw_image_bucket_count(uint32_t entries);
/* Sorts stably by bucket and appends uint32_t[buckets + 1], where each bucket
   starts. Returns the offset of that, or 0 without memory. */
uint32_t dlw_image_buckets(dlw_weld *w, dlw_image_slot *slots, uint32_t count);

/* Appends the symbol table of library `number`; `at` is its record. */
bool dlw_image_symbols(dlw_weld *w, uint32_t number, size_t at);
/* Appends the types of functions in all of them. */
void dlw_image_types(dlw_weld *w);

#endif
