/* A hash map from byte strings to 32-bit values. Keys are slices that must
   outlive the map. Iteration is in order of insertion, so that no output ever
   depends on hash order. */
#ifndef DLWELD_SUPPORT_MAP_H
#define DLWELD_SUPPORT_MAP_H

#include "support/ctx.h"

typedef struct dlw_map_entry {
  dlw_str key;
  uint32_t hash;
  uint32_t value;
} dlw_map_entry;

typedef struct dlw_map {
  dlw_map_entry *entries; /* [count], in order of insertion; arena */
  uint32_t count, capacity;
  uint32_t *slots; /* open addressing; entry number + 1, 0 = free; arena */
  uint32_t mask;
} dlw_map;

/* A zeroed map is empty. */

/* The entry of `key`, added with value 0 if there was none (then `*added` is
   true; `added` may be NULL). NULL when memory is exhausted (reported). The
   pointer is valid until the next put. */
dlw_map_entry *dlw_map_put(dlw_ctx *cx, dlw_map *map, dlw_str key, bool *added);

/* Makes room for `count` entries in all, so that putting them does not move
   what is there. False: memory is exhausted (reported). */
bool dlw_map_reserve(dlw_ctx *cx, dlw_map *map, size_t count);

/* The entry or NULL. */
dlw_map_entry *dlw_map_get(const dlw_map *map, dlw_str key);

/* The hash the map uses; stable within one process only. */
uint32_t dlw_hash(dlw_str key);

#endif
