/* Open addressing over entries kept in order of insertion. */
#include "support/map.h"

uint32_t dlw_hash(dlw_str key) {
  uint64_t h = 0x9e3779b97f4a7c15u ^ key.n;
  const char *p = key.p;
  size_t n = key.n;
  while (n >= 8) {
    uint64_t w;
    memcpy(&w, p, 8);
    h = (h ^ w) * 0xff51afd7ed558ccdu;
    h ^= h >> 32;
    p += 8;
    n -= 8;
  }
  uint64_t w = 0;
  if (n)
    memcpy(&w, p, n);
  h = (h ^ w) * 0xff51afd7ed558ccdu;
  return (uint32_t)((h ^ (h >> 29)) >> 16);
}

static bool map_resize(dlw_ctx *cx, dlw_map *map, uint32_t capacity) {
  dlw_map_entry *entries = dlw_alloc(cx, capacity, sizeof *entries);
  uint32_t *slots = dlw_alloc(cx, (size_t)capacity * 2, sizeof *slots);
  if (!entries || !slots)
    return false;
  if (map->count)
    memcpy(entries, map->entries, map->count * sizeof *entries);
  uint32_t mask = capacity * 2 - 1;
  for (uint32_t i = 0; i < map->count; i++) {
    uint32_t at = entries[i].hash & mask;
    while (slots[at])
      at = (at + 1) & mask;
    slots[at] = i + 1;
  }
  map->entries = entries;
  map->slots = slots;
  map->capacity = capacity;
  map->mask = mask;
  return true;
}

static bool map_grow(dlw_ctx *cx, dlw_map *map) {
  uint32_t capacity = map->capacity ? map->capacity * 2 : 16;
  if (capacity > UINT32_MAX / 4)
    return dlw_out_of_memory(cx);
  return map_resize(cx, map, capacity);
}

bool dlw_map_reserve(dlw_ctx *cx, dlw_map *map, size_t count) {
  uint32_t capacity = 16;
  if (count > UINT32_MAX / 8)
    return dlw_out_of_memory(cx);
  while (capacity < count)
    capacity *= 2;
  return capacity <= map->capacity || map_resize(cx, map, capacity);
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t map_find(const dlw_map *map, dlw_str key, uint32_t hash) {
  uint32_t at = hash & map->mask;
  while (map->slots[at]) {
    const dlw_map_entry *e = &map->entries[map->slots[at] - 1];
    if (e->hash == hash && dlw_str_eq(e->key, key))
      break;
    at = (at + 1) & map->mask;
  }
  return at;
}

dlw_map_entry *dlw_map_get(const dlw_map *map, dlw_str key) {
  if (!map->count)
    return NULL;
  uint32_t slot = map->slots[map_find(map, key, dlw_hash(key))];
  return slot ? &map->entries[slot - 1] : NULL;
}

dlw_map_entry *dlw_map_put(dlw_ctx *cx, dlw_map *map, dlw_str key,
                           bool *added) {
  uint32_t hash = dlw_hash(key);
  if (map->count == map->capacity && !map_grow(cx, map))
    return NULL;
  uint32_t at = map_find(map, key, hash);
  bool is_new = !map->slots[at];
  if (is_new) {
    map->entries[map->count] = (dlw_map_entry){.key = key, .hash = hash};
    map->slots[at] = ++map->count;
  }
  if (added)
    *added = is_new;
  return &map->entries[map->slots[at] - 1];
}
