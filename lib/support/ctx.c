/* The context: allocation with its one way to report that memory is out. */
#include "support/ctx.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

void dlw_ctx_init(dlw_ctx *cx, dlw_diag_emit *emit, void *user) {
  *cx = (dlw_ctx){.diag = {.emit = emit, .user = user}};
}

void dlw_ctx_done(dlw_ctx *cx) { dlw_arena_free(&cx->arena); }

bool dlw_out_of_memory(dlw_ctx *cx) {
  /* Not through dlw_error, which formats into memory of its own. */
  cx->diag.errors++;
  if (cx->diag.emit)
    cx->diag.emit(cx->diag.user, DLW_ERROR, "out of memory");
  return false;
}

void *dlw_alloc(dlw_ctx *cx, size_t n, size_t size) {
  size_t bytes;
  void *p = NULL;
  if (!__builtin_mul_overflow(n, size, &bytes))
    p = dlw_arena_alloc(&cx->arena, bytes);
  if (!p)
    dlw_out_of_memory(cx);
  return p;
}

bool dlw_grow(dlw_ctx *cx, void *array, uint32_t count, uint32_t *capacity,
              size_t size) {
  if (count < *capacity)
    return true;
  uint32_t more = *capacity ? *capacity * 2 : 16;
  void *old, *fresh;
  if (more < *capacity)
    return dlw_out_of_memory(cx);
  fresh = dlw_alloc(cx, more, size);
  if (!fresh)
    return false;
  /* By bytes: the pointer's type is the caller's. */
  memcpy(&old, array, sizeof old);
  if (count)
    memcpy(fresh, old, count * size);
  memcpy(array, &fresh, sizeof fresh);
  *capacity = more;
  return true;
}

char *dlw_strdup(dlw_ctx *cx, dlw_str s) {
  char *p = s.n == SIZE_MAX ? NULL : dlw_alloc(cx, s.n + 1, 1);
  if (p && s.n)
    memcpy(p, s.p, s.n);
  return p;
}

dlw_str dlw_sprintf(dlw_ctx *cx, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  va_end(args);
  char *p = n < 0 ? NULL : dlw_alloc(cx, (size_t)n + 1, 1);
  if (p)
    vsnprintf(p, (size_t)n + 1, format, again);
  va_end(again);
  return p ? (dlw_str){p, (size_t)n} : (dlw_str){0};
}
