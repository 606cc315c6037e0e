/* A bounded reader of one section or subsection.

   A cursor never steps past `end`; every read that cannot succeed reports the
   fault with its offset and the words around it, and returns false. The common
   case (a LEB128 of one byte) is inline, because reading objects is on the way
   of every link. */
#ifndef DLWELD_OBJECT_CURSOR_H
#define DLWELD_OBJECT_CURSOR_H

#include "object/module.h"

/* What is being read, for messages: `linking: symbol 3: name ...`. */
typedef struct dlw_reader {
  dlw_ctx *cx;
  const dlw_where *where;
  const uint8_t *base; /* of the object: offset 0 of messages */
  bool no_codes;       /* the code section's contents are not wanted */
} dlw_reader;

typedef struct dlw_cursor {
  const uint8_t *p, *end;
  const dlw_reader *reader;
  dlw_str section;  /* "linking" */
  const char *unit; /* what ends at `end`: "section", "subsection" */
  const char *item; /* "symbol", or NULL */
  uint32_t number;  /* of the item */
} dlw_cursor;

/* Reports a fault at `at` (or, for dlw_cursor_fail, at the cursor). Both
   return false. */
bool dlw_cursor_fail_at(const dlw_cursor *c, const uint8_t *at,
                        const char *format, ...)
    __attribute__((format(printf, 3, 4), cold, noinline));
bool dlw_cursor_fail(const dlw_cursor *c, const char *format, ...)
    __attribute__((format(printf, 2, 3), cold, noinline));

/* The reads below that do not end in one byte. */
bool dlw_cursor_u32_slow(dlw_cursor *c, const char *field, uint32_t *out)
    __attribute__((noinline));
bool dlw_cursor_u64_slow(dlw_cursor *c, const char *field, uint64_t *out)
    __attribute__((noinline));
/* A signed LEB128 of at most `bits` (32, 33 or 64) significant bits. */
bool dlw_cursor_signed(dlw_cursor *c, const char *field, unsigned bits,
                       int64_t *out);

static inline size_t dlw_cursor_left(const dlw_cursor *c) {
  return (size_t)(c->end - c->p);
}

static inline bool dlw_cursor_u8(dlw_cursor *c, const char *field,
                                 uint8_t *out) {
  if (__builtin_expect(c->p == c->end, 0)) {
    dlw_cursor_fail(c, "%s runs past the end of the %s", field, c->unit);
    return false;
  }
  *out = *c->p++;
  return true;
}

static inline bool dlw_cursor_u32(dlw_cursor *c, const char *field,
                                  uint32_t *out) {
  if (__builtin_expect(c->p < c->end && *c->p < 0x80, 1)) {
    *out = *c->p++;
    return true;
  }
  return dlw_cursor_u32_slow(c, field, out);
}

static inline bool dlw_cursor_u64(dlw_cursor *c, const char *field,
                                  uint64_t *out) {
  if (__builtin_expect(c->p < c->end && *c->p < 0x80, 1)) {
    *out = *c->p++;
    return true;
  }
  return dlw_cursor_u64_slow(c, field, out);
}

/* Steps over a subsection, as "name", "dylink.0" and others have them: a byte
   that says what it is, a size, and so many bytes, for which `sub` is a cursor
   of its own. */
bool dlw_cursor_subsection(dlw_cursor *c, uint8_t *type, dlw_cursor *sub);

/* A count of things of at least `least` (1 or more) bytes each: refused where
   the bytes left cannot hold so many, before anybody allocates for them. */
bool dlw_cursor_count(dlw_cursor *c, const char *field, size_t least,
                      uint32_t *out);

/* `n` bytes as they are. */
static inline bool dlw_cursor_bytes(dlw_cursor *c, const char *field, size_t n,
                                    dlw_bytes *out) {
  if (__builtin_expect(n > dlw_cursor_left(c), 0)) {
    dlw_cursor_fail(c, "%s runs past the end of the %s", field, c->unit);
    return false;
  }
  *out = (dlw_bytes){c->p, n};
  c->p += n;
  return true;
}

/* A name: length, then that many bytes of UTF-8. */
bool dlw_cursor_name(dlw_cursor *c, const char *field, dlw_str *out);

/* Nothing may be left. */
bool dlw_cursor_done(const dlw_cursor *c);

/* An unsigned LEB128 that has been checked before. */
static inline uint64_t dlw_leb_checked(const uint8_t **p) {
  uint64_t v = *(*p)++;
  if (v < 0x80)
    return v;
  v &= 0x7f;
  for (unsigned shift = 7;; shift += 7) {
    uint8_t b = *(*p)++;
    v |= (uint64_t)(b & 0x7f) << (shift & 63);
    if (b < 0x80)
      return v;
  }
}

/* A signed one. */
static inline int64_t dlw_sleb_checked(const uint8_t **p) {
  uint64_t v = 0;
  unsigned shift = 0;
  uint8_t b;
  do {
    b = *(*p)++;
    v |= (uint64_t)(b & 0x7f) << (shift & 63);
    shift += 7;
  } while (b >= 0x80);
  if (shift < 64 && (b & 0x40))
    v |= ~(uint64_t)0 << shift;
  return (int64_t)v;
}

/* Bytes a checked LEB128 at `p` takes. */
static inline unsigned dlw_leb_width(const uint8_t *p) {
  unsigned n = 1;
  while (*p++ >= 0x80)
    n++;
  return n;
}

#endif
