/* The context of one job (one link, one inspection): its memory and where its
   messages go. It is the first argument of nearly everything, and there are
   no mutable globals, so jobs may run side by side in different threads. */
#ifndef DLWELD_SUPPORT_CTX_H
#define DLWELD_SUPPORT_CTX_H

#include "support/arena.h"
#include "support/diag.h"

typedef struct dlw_ctx {
  dlw_arena arena; /* freed as a whole by dlw_ctx_done */
  dlw_diag diag;
} dlw_ctx;

/* `emit` NULL: messages are counted and dropped. */
void dlw_ctx_init(dlw_ctx *cx, dlw_diag_emit *emit, void *user);
void dlw_ctx_done(dlw_ctx *cx);

/* `n` objects of `size` bytes, zeroed, aligned for any type, alive until
   dlw_ctx_done. NULL when memory is exhausted or n * size overflows; that has
   then been reported as an error. `n` or `size` 0 gives a valid pointer. */
void *dlw_alloc(dlw_ctx *cx, size_t n, size_t size);

/* Makes room for one more element of `size` bytes in an array of the arena that
   has `count` and room for `*capacity`: `array` is the address of the pointer
   to it, which moves when the room is doubled. False: no memory (reported). */
bool dlw_grow(dlw_ctx *cx, void *array, uint32_t count, uint32_t *capacity,
              size_t size);

/* A copy of `s` with a NUL behind it; NULL as dlw_alloc. */
char *dlw_strdup(dlw_ctx *cx, dlw_str s);

/* printf into the arena; {NULL,0} when memory is exhausted. NUL-terminated. */
dlw_str dlw_sprintf(dlw_ctx *cx, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The error "out of memory"; returns false. */
bool dlw_out_of_memory(dlw_ctx *cx);

#endif
