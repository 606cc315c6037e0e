/* Lists of strings in the arena. */
#ifndef DLWELD_HOST_LIST_H
#define DLWELD_HOST_LIST_H

#include <stdint.h>

#include "support/ctx.h"

/* A list of C strings that others own. */
typedef struct dlw_strings {
  const char **items;
  uint32_t count, capacity;
} dlw_strings;

static inline bool dlw_strings_add(dlw_ctx *cx, dlw_strings *list,
                                   const char *string) {
  if (!dlw_grow(cx, &list->items, list->count, &list->capacity,
                sizeof *list->items))
    return false;
  list->items[list->count++] = string;
  return true;
}

/* Adds what printf makes of it; `text` {NULL,0} (no memory) is a failure. */
static inline bool dlw_strings_add_text(dlw_ctx *cx, dlw_strings *list,
                                        dlw_str text) {
  return text.p && dlw_strings_add(cx, list, text.p);
}

#endif
