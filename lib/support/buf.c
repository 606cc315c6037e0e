/* Growable bytes and LEB128 writing. */
#include "support/buf.h"

#include <stdlib.h>

void dlw_buf_free(dlw_buf *b) {
  free(b->data);
  *b = (dlw_buf){0};
}

uint8_t *dlw_buf_grow(dlw_buf *b, size_t n) {
  if (b->failed)
    return NULL;
  if (n > b->capacity - b->size) {
    size_t want;
    size_t twice = b->capacity > SIZE_MAX / 2 ? SIZE_MAX : b->capacity * 2;
    if (__builtin_add_overflow(b->size, n, &want)) {
      b->failed = true;
      return NULL;
    }
    if (want < twice)
      want = twice;
    if (want < 256)
      want = 256;
    uint8_t *data = realloc(b->data, want);
    if (!data) {
      b->failed = true;
      return NULL;
    }
    b->data = data;
    b->capacity = want;
  }
  uint8_t *at = b->data + b->size;
  b->size += n;
  return at;
}

void dlw_buf_bytes(dlw_buf *b, const void *p, size_t n) {
  uint8_t *at = dlw_buf_grow(b, n);
  if (at && n)
    memcpy(at, p, n);
}

void dlw_buf_zeros(dlw_buf *b, size_t n) {
  uint8_t *at = dlw_buf_grow(b, n);
  if (at)
    memset(at, 0, n);
}

void dlw_buf_u8(dlw_buf *b, uint8_t v) { dlw_buf_bytes(b, &v, 1); }

void dlw_buf_u32(dlw_buf *b, uint32_t v) {
  uint8_t *at = dlw_buf_grow(b, 4);
  for (int i = 0; at && i < 4; i++)
    at[i] = (uint8_t)(v >> (8 * i));
}

void dlw_buf_u64(dlw_buf *b, uint64_t v) {
  uint8_t *at = dlw_buf_grow(b, 8);
  for (int i = 0; at && i < 8; i++)
    at[i] = (uint8_t)(v >> (8 * i));
}

size_t dlw_buf_open(dlw_buf *b, uint8_t id) {
  dlw_buf_u8(b, id);
  dlw_buf_uleb_padded(b, 0, 5);
  return b->size;
}

void dlw_buf_close(dlw_buf *b, size_t start) {
  if (dlw_buf_ok(b))
    dlw_uleb_put(b->data + start - 5, b->size - start, 5);
}

unsigned dlw_uleb_size(uint64_t v) {
  unsigned n = 1;
  while (v >>= 7)
    n++;
  return n;
}

void dlw_uleb_put(uint8_t *at, uint64_t v, unsigned width) {
  for (unsigned i = 0; i < width; i++, v >>= 7)
    at[i] = (uint8_t)((v & 0x7f) | (i + 1 < width ? 0x80 : 0));
}

void dlw_buf_uleb(dlw_buf *b, uint64_t v) {
  dlw_buf_uleb_padded(b, v, dlw_uleb_size(v));
}

void dlw_buf_uleb_padded(dlw_buf *b, uint64_t v, unsigned width) {
  uint8_t *at = dlw_buf_grow(b, width);
  if (at)
    dlw_uleb_put(at, v, width);
}

void dlw_buf_sleb(dlw_buf *b, int64_t v) {
  for (;;) {
    uint8_t byte = v & 0x7f;
    v >>= 7;
    bool last = (v == 0 && !(byte & 0x40)) || (v == -1 && (byte & 0x40));
    dlw_buf_u8(b, last ? byte : byte | 0x80);
    if (last)
      return;
  }
}

void dlw_buf_name(dlw_buf *b, dlw_str s) {
  dlw_buf_uleb(b, s.n);
  dlw_buf_bytes(b, s.p, s.n);
}

void dlw_buf_align(dlw_buf *b, size_t alignment) {
  size_t over = b->size % alignment;
  if (over)
    dlw_buf_zeros(b, alignment - over);
}
