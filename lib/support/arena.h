/* Bump allocation: many small objects that live as long as their job. */
#ifndef DLWELD_SUPPORT_ARENA_H
#define DLWELD_SUPPORT_ARENA_H

#include <stddef.h>

typedef struct dlw_arena {
  struct dlw_arena_block *blocks; /* newest first */
  char *at, *end;                 /* free room of the newest block */
} dlw_arena;

/* A zeroed arena is an empty arena. */

/* `size` zeroed bytes aligned to 16, or NULL when memory is exhausted. */
void *dlw_arena_alloc(dlw_arena *arena, size_t size);

/* Frees everything; the arena is empty and usable again. */
void dlw_arena_free(dlw_arena *arena);

#endif
