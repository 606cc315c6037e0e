/* Bump allocation in blocks that grow with use. Blocks come zeroed without
   being touched first: small ones from calloc, large ones from the system, in
   huge pages where it has them, because in a large link the page faults would
   cost more than what is done in the memory. */
#include "support/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

typedef struct dlw_arena_block {
  struct dlw_arena_block *next;
  size_t size; /* of the whole block */
} dlw_arena_block;

enum {
  ALIGNMENT = 16,
  FIRST_BLOCK = 64 << 10,
  HUGE_PAGE = 2 << 20,
  LARGEST_BLOCK = 2 * HUGE_PAGE
};

_Static_assert(sizeof(dlw_arena_block) % ALIGNMENT == 0, "blocks stay aligned");

/* `size` bytes that begin at a huge page. */
static void *map_huge(size_t size) {
  size_t more = size + HUGE_PAGE;
  char *p = mmap(NULL, more, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED)
    return NULL;
  size_t before = -(uintptr_t)p % HUGE_PAGE;
  if (before)
    munmap(p, before);
  if (before != HUGE_PAGE)
    munmap(p + before + size, HUGE_PAGE - before);
  madvise(p + before, size, MADV_HUGEPAGE); /* may be refused */
  return p + before;
}

/* AddressSanitizer watches over the heap only. */
#ifdef __SANITIZE_ADDRESS__
static bool is_large(size_t size) { return size > SIZE_MAX - HUGE_PAGE; }
#else
static bool is_large(size_t size) { return size >= LARGEST_BLOCK; }
#endif

/* A block with room for at least `room` bytes. */
static dlw_arena_block *block_new(size_t room) {
  if (room > SIZE_MAX - 4 * (size_t)HUGE_PAGE)
    return NULL;
  size_t size = room + sizeof(dlw_arena_block);
  if (is_large(size))
    size = (size + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
  dlw_arena_block *block = is_large(size) ? map_huge(size) : calloc(1, size);
  if (block)
    block->size = size;
  return block;
}

static void block_free(dlw_arena_block *block) {
  if (is_large(block->size))
    munmap(block, block->size);
  else
    free(block);
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
  if (room > LARGEST_BLOCK - sizeof(dlw_arena_block))
    room = LARGEST_BLOCK - sizeof(dlw_arena_block);
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
  arena->end = (char *)block + block->size;
  return block + 1;
}

void dlw_arena_free(dlw_arena *arena) {
  for (dlw_arena_block *block = arena->blocks; block;) {
    dlw_arena_block *next = block->next;
    block_free(block);
    block = next;
  }
  *arena = (dlw_arena){0};
}
