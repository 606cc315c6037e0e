/* Bump allocation in blocks that grow with use. Blocks come from calloc, so
   memory is handed out zeroed without being touched first. */
#include "support/arena.h"

#include <stdint.h>
#include <stdlib.h>

typedef struct dlw_arena_block {
  struct dlw_arena_block *next;
  size_t size; /* of the whole block */
} dlw_arena_block;

enum { ALIGNMENT = 16, FIRST_BLOCK = 64 << 10, LARGEST_BLOCK = 4 << 20 };

_Static_assert(sizeof(dlw_arena_block) % ALIGNMENT == 0, "blocks stay aligned");

static dlw_arena_block *block_new(size_t room) {
  if (room > SIZE_MAX - sizeof(dlw_arena_block))
    return NULL;
  dlw_arena_block *block = calloc(1, sizeof *block + room);
  if (block)
    block->size = sizeof *block + room;
  return block;
}

void *dlw_arena_alloc(dlw_arena *arena, size_t size) {
  if (size > SIZE_MAX - ALIGNMENT)
    return NULL;
  size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
  if (size == 0)
    size = ALIGNMENT;
  if (arena->at && (size_t)(arena->end - arena->at) >= size) {
    void *p = arena->at;
    arena->at += size;
    return p;
  }
  size_t room = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
  if (room > LARGEST_BLOCK)
    room = LARGEST_BLOCK;
  if (size > room / 4 && arena->blocks) {
    /* A block of its own, behind the current one, which keeps its room. */
    dlw_arena_block *block = block_new(size);
    if (!block)
      return NULL;
    block->next = arena->blocks->next;
    arena->blocks->next = block;
    return block + 1;
  }
  if (room < size)
    room = size;
  dlw_arena_block *block = block_new(room);
  if (!block)
    return NULL;
  block->next = arena->blocks;
  arena->blocks = block;
  arena->at = (char *)(block + 1) + size;
  arena->end = (char *)(block + 1) + room;
  return block + 1;
}

void dlw_arena_free(dlw_arena *arena) {
  for (dlw_arena_block *block = arena->blocks; block;) {
    dlw_arena_block *next = block->next;
    free(block);
    block = next;
  }
  *arena = (dlw_arena){0};
}
