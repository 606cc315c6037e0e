/* Growing arrays in the arena, for the lists of one run. */
#ifndef DLWELD_HOST_LIST_H
#define DLWELD_HOST_LIST_H

#include <stdint.h>

#include "support/ctx.h"

/* `items` with room for one more item of `size` bytes behind `count`, moved if
   need be; NULL when memory is exhausted (reported). */
static inline void *dlw_list_room(dlw_ctx *cx, void *items, uint32_t count,
                                  uint32_t *capacity, size_t size) {
  if (count < *capacity)
    return items;
  uint32_t more = *capacity ? *capacity * 2 : 16;
  void *moved = more > *capacity ? dlw_alloc(cx, more, size) : NULL;
  if (moved && count)
    memcpy(moved, items, count * size);
  if (moved)
    *capacity = more;
  return moved;
}

/* A list of C strings that others own. */
typedef struct dlw_strings {
  const char **items;
  uint32_t count, capacity;
} dlw_strings;

static inline bool dlw_strings_add(dlw_ctx *cx, dlw_strings *list,
                                   const char *string) {
  void *items = dlw_list_room(cx, (void *)list->items, list->count,
                              &list->capacity, sizeof *list->items);
  if (!items)
    return false;
  list->items = items;
  list->items[list->count++] = string;
  return true;
}

/* Adds what printf makes of it; `text` {NULL,0} (no memory) is a failure. */
static inline bool dlw_strings_add_text(dlw_ctx *cx, dlw_strings *list,
                                        dlw_str text) {
  return text.p && dlw_strings_add(cx, list, text.p);
}

#endif
