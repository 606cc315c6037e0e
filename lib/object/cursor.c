/* The parts of the bounded reader that are not worth inlining: faults, long
   LEB128s, names. LEB128 rules: core specification, "Binary Format", Values:
   an N-bit integer takes at most ceil(N/7) bytes, may be padded within them,
   and the bits of the last byte that exceed N must be zero (unsigned) or
   copies of the sign (signed). */
#include "object/cursor.h"

#include <stdarg.h>
#include <stdio.h>

static bool fail(const dlw_cursor *c, const uint8_t *at, const char *format,
                 va_list args) {
  char text[512];
  vsnprintf(text, sizeof text, format, args);
  dlw_where where = *c->reader->where;
  where.offset = (uint64_t)(at - c->reader->base);
  where.has_offset = true;
  if (c->item)
    return dlw_error(c->reader->cx, &where, "%.*s: %s %u: %s",
                     DLW_FMT(c->section), c->item, c->number, text);
  return dlw_error(c->reader->cx, &where, "%.*s: %s", DLW_FMT(c->section),
                   text);
}

bool dlw_cursor_fail_at(const dlw_cursor *c, const uint8_t *at,
                        const char *format, ...) {
  va_list args;
  va_start(args, format);
  fail(c, at, format, args);
  va_end(args);
  return false;
}

bool dlw_cursor_fail(const dlw_cursor *c, const char *format, ...) {
  va_list args;
  va_start(args, format);
  fail(c, c->p, format, args);
  va_end(args);
  return false;
}

static bool unsigned_leb(dlw_cursor *c, const char *field, unsigned bits,
                         uint64_t *out) {
  uint64_t v = 0;
  const uint8_t *p = c->p;
  for (unsigned shift = 0;; shift += 7) {
    if (p == c->end)
      return dlw_cursor_fail(c, "%s runs past the end of the %s", field,
                             c->unit);
    uint8_t b = *p++;
    if (shift + 7 > bits && (b >> (bits - shift)) != 0)
      return dlw_cursor_fail(c, "%s is not a LEB128 of at most %u bits", field,
                             bits);
    v |= (uint64_t)(b & 0x7f) << shift;
    if (b < 0x80)
      break;
  }
  c->p = p;
  *out = v;
  return true;
}

bool dlw_cursor_u32_slow(dlw_cursor *c, const char *field, uint32_t *out) {
  uint64_t v = 0;
  if (!unsigned_leb(c, field, 32, &v))
    return false;
  *out = (uint32_t)v;
  return true;
}

bool dlw_cursor_u64_slow(dlw_cursor *c, const char *field, uint64_t *out) {
  return unsigned_leb(c, field, 64, out);
}

bool dlw_cursor_signed(dlw_cursor *c, const char *field, unsigned bits,
                       int64_t *out) {
  uint64_t v = 0;
  const uint8_t *p = c->p;
  unsigned shift = 0;
  uint8_t b;
  do {
    if (p == c->end)
      return dlw_cursor_fail(c, "%s runs past the end of the %s", field,
                             c->unit);
    b = *p++;
    if (shift + 7 > bits) {
      /* The last byte there may be: what lies above its sign bit must all be
         equal to it, and there is no further byte. */
      unsigned used = bits - shift;
      uint8_t high = (uint8_t)((b & 0x7f) >> (used - 1));
      uint8_t ones = (uint8_t)(0x7f >> (used - 1));
      if (b >= 0x80 || (high != 0 && high != ones))
        return dlw_cursor_fail(
            c, "%s is not a signed LEB128 of at most %u bits", field, bits);
    }
    v |= (uint64_t)(b & 0x7f) << shift;
    shift += 7;
  } while (b >= 0x80);
  if (shift < 64 && (b & 0x40))
    v |= ~(uint64_t)0 << shift;
  c->p = p;
  *out = (int64_t)v;
  return true;
}

bool dlw_cursor_count(dlw_cursor *c, const char *field, size_t least,
                      uint32_t *out) {
  const uint8_t *at = c->p;
  if (!dlw_cursor_u32(c, field, out))
    return false;
  if (*out > dlw_cursor_left(c) / least)
    return dlw_cursor_fail_at(c, at, "%s %u is more than the %s can hold",
                              field, *out, c->unit);
  return true;
}

/* Most names are ASCII: eight bytes a step until one is not. */
static bool is_utf8(const uint8_t *p, size_t n) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t word;
    memcpy(&word, p + i, 8);
    if (word & UINT64_C(0x8080808080808080))
      goto slow;
  }
  for (; i < n; i++)
    if (p[i] >= 0x80)
      goto slow;
  return true;
slow:
  return dlw_str_is_utf8((dlw_str){(const char *)p, n});
}

bool dlw_cursor_name(dlw_cursor *c, const char *field, dlw_str *out) {
  const uint8_t *at = c->p;
  uint32_t n;
  if (!dlw_cursor_u32(c, field, &n))
    return false;
  if (n > dlw_cursor_left(c))
    return dlw_cursor_fail_at(c, at, "%s runs past the end of the %s", field,
                              c->unit);
  if (!is_utf8(c->p, n))
    return dlw_cursor_fail_at(c, at, "%s is not UTF-8", field);
  *out = (dlw_str){(const char *)c->p, n};
  c->p += n;
  return true;
}

bool dlw_cursor_done(const dlw_cursor *c) {
  if (c->p == c->end)
    return true;
  return dlw_cursor_fail(c, "bytes are left over at the end of the %s: %zu",
                         c->unit, dlw_cursor_left(c));
}

bool dlw_cursor_subsection(dlw_cursor *c, uint8_t *type, dlw_cursor *sub) {
  uint32_t size;
  dlw_bytes body;
  if (!dlw_cursor_u8(c, "subsection", type) ||
      !dlw_cursor_u32(c, "size", &size) ||
      !dlw_cursor_bytes(c, "subsection", size, &body))
    return false;
  *sub = *c;
  sub->p = body.p;
  sub->end = body.p + body.n;
  sub->unit = "subsection";
  return true;
}
