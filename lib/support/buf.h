/* A growable run of bytes, and the encodings of the wasm binary format.
   Failure is sticky: after memory runs out every call does nothing, and
   dlw_buf_ok tells; so a writer checks once, at its end. */
#ifndef DLWELD_SUPPORT_BUF_H
#define DLWELD_SUPPORT_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/str.h"

typedef struct dlw_buf {
  uint8_t *data; /* heap; owned */
  size_t size, capacity;
  bool failed;
} dlw_buf;

/* A zeroed buffer is empty. */
void dlw_buf_free(dlw_buf *b);
static inline bool dlw_buf_ok(const dlw_buf *b) { return !b->failed; }

/* Room for `n` more bytes, appended with undefined contents; NULL on failure.
   The pointer is valid until the next append. */
uint8_t *dlw_buf_grow(dlw_buf *b, size_t n);

void dlw_buf_bytes(dlw_buf *b, const void *p, size_t n);
void dlw_buf_zeros(dlw_buf *b, size_t n);
void dlw_buf_u8(dlw_buf *b, uint8_t v);
void dlw_buf_u32(dlw_buf *b, uint32_t v); /* little-endian */
void dlw_buf_u64(dlw_buf *b, uint64_t v); /* little-endian */
void dlw_buf_uleb(dlw_buf *b, uint64_t v); /* shortest form */
void dlw_buf_sleb(dlw_buf *b, int64_t v);  /* shortest form */
void dlw_buf_uleb_padded(dlw_buf *b, uint64_t v, unsigned width);
void dlw_buf_name(dlw_buf *b, dlw_str s); /* length, then bytes */
void dlw_buf_align(dlw_buf *b, size_t alignment); /* zeros up to a multiple */

/* A section: its id, and room for its size in five bytes, as LLVM writes it;
   returns where its contents begin. Then the size, once they are there. */
size_t dlw_buf_open(dlw_buf *b, uint8_t id);
void dlw_buf_close(dlw_buf *b, size_t start);

/* Bytes that the shortest unsigned LEB128 of `v` takes. */
unsigned dlw_uleb_size(uint64_t v);
/* Writes exactly `width` bytes (v must fit; 1..10). */
void dlw_uleb_put(uint8_t *at, uint64_t v, unsigned width);

#endif
