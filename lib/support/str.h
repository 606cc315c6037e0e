/* A slice of bytes that somebody else owns: names out of mapped input, mostly.
 */
#ifndef DLWELD_SUPPORT_STR_H
#define DLWELD_SUPPORT_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Not NUL-terminated. `p` may be NULL when `n` is 0. */
typedef struct dlw_str {
  const char *p;
  size_t n;
} dlw_str;

/* For printf: "%.*s", DLW_FMT(s). */
#define DLW_FMT(s) (int)(s).n, (s).p ? (s).p : ""

#define DLW_STR(literal) ((dlw_str){(literal), sizeof(literal) - 1})

static inline dlw_str dlw_str_of(const char *cstring) {
  return (dlw_str){cstring, strlen(cstring)};
}

static inline bool dlw_str_eq(dlw_str a, dlw_str b) {
  return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool dlw_str_starts(dlw_str s, dlw_str prefix) {
  return s.n >= prefix.n &&
         (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool dlw_str_ends(dlw_str s, dlw_str suffix) {
  return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + (s.n - suffix.n),
                                                     suffix.p, suffix.n) == 0);
}

/* What follows the last '/', or all of it. */
static inline dlw_str dlw_str_basename(dlw_str path) {
  for (size_t i = path.n; i > 0; i--)
    if (path.p[i - 1] == '/')
      return (dlw_str){path.p + i, path.n - i};
  return path;
}

/* Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms),
   as the core specification asks of every name. */
bool dlw_str_is_utf8(dlw_str s);

/* Shell-like match: '*' any run, '?' any byte, '[a-z]' and '[!a-z]' sets,
   '\\' quotes the next byte. '/' is not special. Linear in practice, at worst
   |pattern| * |s|. */
bool dlw_str_glob(dlw_str pattern, dlw_str s);

#endif
