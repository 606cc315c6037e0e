/* A library's symbol table with coded names (index.h, DLW_LIBRARY_SMALL): a
   binary search for the block, then the block is decoded, but only as far as
   the name that is looked for says something else. Nothing is written. */
#include "key.h"

/* The byte behind the string. A word may be read beyond its NUL. */
static const uint8_t *skip_string(const uint8_t *p) {
  for (;; p += 8) {
    uint64_t zeros = dlw_zero_bytes(*(const dlw_word *)p);
    if (zeros != 0)
      return p + (unsigned)__builtin_ctzll(zeros) / 8 + 1;
  }
}

/* How the key stands to a string of the index: below it (-1), the same, or
   above it. *same: how many bytes they have in common, if it is above. */
static int compare(const dlw_key *key, const uint8_t *string, uint32_t *same) {
  size_t at = 0;
  uint64_t differ, name, other;
  for (;; at += 8) {
    other = *(const dlw_word *)(string + at);
    if (at == key->whole) {
      name = key->last;
      differ = (name ^ other) & key->mask;
      break;
    }
    name = *(const dlw_word *)(key->name + at);
    differ = name ^ other;
    if (differ != 0)
      break;
  }
  if (differ == 0)
    return 0;
  unsigned shift = (unsigned)__builtin_ctzll(differ) & 56;
  *same = (uint32_t)at + shift / 8;
  return (name >> shift & 255) < (other >> shift & 255) ? -1 : 1;
}

uint32_t __dlweld_find_small(const dlw_index_library *library,
                             const dlw_key *key) {
  const uint8_t *strings = __dlweld_index + library->strings;
  const dlw_index_block *blocks =
      (const dlw_index_block *)(__dlweld_index + library->starts);
  uint32_t low = 0, high = library->buckets, same = 0;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    uint32_t common;
    int order = compare(key, strings + blocks[middle].coded + 1, &common);
    if (order == 0)
      return middle * DLW_SMALL_BLOCK;
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
      same = common;
    }
  }
  if (low == 0)
    return DLW_NONE;
  uint32_t i = (low - 1) * DLW_SMALL_BLOCK, end = low * DLW_SMALL_BLOCK;
  if (end > library->symbol_count)
    end = library->symbol_count;
  /* The name before is below the key, and has its first `same` bytes. */
  const uint8_t *p = skip_string(strings + blocks[low - 1].coded + 1);
  while (++i < end) {
    uint32_t at = *p++;
    /* One that has more in common with the name before is below, too. */
    if (at <= same) {
      const uint8_t *name = (const uint8_t *)key->name + at;
      for (; *p == *name; p++, name++)
        if (*p == 0)
          return i;
      if (*p > *name)
        return DLW_NONE;
      same = (uint32_t)(name - (const uint8_t *)key->name);
    }
    p = skip_string(p);
  }
  return DLW_NONE;
}
