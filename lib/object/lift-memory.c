/* The module's memory: one data segment with all of it, filled from the active
   data segments. What the linker's functions store there comes from eval.c. */
#include "object/lift-private.h"

#include <stdlib.h>

/* More than any library has; a wrong size must not take all memory. */
#define MAX_MEMORY (UINT64_C(1) << 31)

bool dlw_lift_word_add(dlw_lifter *l, dlw_lift_segment *s, dlw_lift_word w) {
  if (!dlw_grow(l->cx, &s->relocs.words, s->relocs.count, &s->relocs.capacity,
                sizeof w))
    return false;
  s->relocs.words[s->relocs.count++] = w;
  if (s->high == 0 || w.offset < s->low)
    s->low = w.offset;
  if (w.offset + 8 > s->high)
    s->high = w.offset + 8;
  return true;
}

uint64_t dlw_lift_word_width(const dlw_lift_word *w) {
  return w->type == DLW_R_MEMORY_ADDR_I64 || w->type == DLW_R_TABLE_INDEX_I64
             ? 8
             : 4;
}

/* Merge sort: words of one place stay in the order of their stores. Mostly
   they are in order as they come. */
static void merge(dlw_lift_word *a, dlw_lift_word *room, uint32_t n) {
  uint32_t half = n / 2, i = 0, k = half, to = 0;
  if (n < 2)
    return;
  merge(a, room, half);
  merge(a + half, room, n - half);
  if (a[half - 1].offset <= a[half].offset)
    return;
  while (i < half && k < n)
    room[to++] = a[k].offset < a[i].offset ? a[k++] : a[i++];
  while (i < half)
    room[to++] = a[i++];
  memcpy(a, room, to * sizeof *a);
}

bool dlw_lift_words_sort(dlw_lifter *l, dlw_lift_segment *s) {
  dlw_lift_words *r = &s->relocs;
  dlw_lift_word *room = dlw_alloc(l->cx, r->count, sizeof *room);
  uint32_t kept = 0;
  if (!room)
    return false;
  merge(r->words, room, r->count);
  for (uint32_t i = 0; i < r->count; i++) {
    const dlw_lift_word *w = &r->words[i];
    if (kept && r->words[kept - 1].offset == w->offset &&
        dlw_lift_word_width(&r->words[kept - 1]) == dlw_lift_word_width(w))
      kept--;
    else if (kept && w->offset - r->words[kept - 1].offset <
                         dlw_lift_word_width(&r->words[kept - 1]))
      return dlw_error(l->cx, &l->m.where,
                       "the linker's functions store words that overlap");
    r->words[kept++] = *w;
  }
  r->count = kept;
  return true;
}

static bool fill(dlw_lifter *l, uint32_t number) {
  const dlw_segment *s = &l->m.segments[number];
  dlw_value v;
  if (s->flags == 1)
    return true; /* passive: the start function's business */
  if (!dlw_lift_expr(l, s->init, &v))
    return false;
  if (v.base != DLW_BASE_MEMORY)
    return dlw_lift_fail(l, s->init.p,
                         "data segment %u: its offset is not __memory_base "
                         "and a constant",
                         number);
  if (!dlw_lift_within(&l->memory, v.add, s->data.n))
    return dlw_lift_fail(l, s->init.p,
                         "data segment %u: %zu bytes at %llu exceed the "
                         "memory of %llu bytes that dylink.0 tells",
                         number, s->data.n, (unsigned long long)v.add,
                         (unsigned long long)l->memory.size);
  if (s->data.n)
    memcpy(l->memory.bytes + v.add, s->data.p, s->data.n);
  return true;
}

bool dlw_lift_memory(dlw_lifter *l) {
  uint64_t size = l->dylink->memory_size;
  if (size > MAX_MEMORY)
    return dlw_error(l->cx, &l->m.where,
                     "dylink.0: a memory of %llu bytes is too large",
                     (unsigned long long)size);
  l->memory.size = size;
  l->memory.bytes = calloc(size ? size : 1, 1);
  if (!l->memory.bytes)
    return dlw_out_of_memory(l->cx);
  for (uint32_t i = 0; i < l->m.segment_count; i++)
    if (!fill(l, i))
      return false;
  return true;
}
