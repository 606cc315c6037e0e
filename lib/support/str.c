/* UTF-8 validation and glob matching. */
#include "support/str.h"

#include <stdint.h>

bool dlw_str_is_utf8(dlw_str s) {
  const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;
  while (p < end) {
    unsigned char c = *p++;
    if (c < 0x80)
      continue;
    unsigned more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
    if (c < 0xc2 || c > 0xf4 || (size_t)(end - p) < more)
      return false;
    /* The second byte's range rules out overlong forms, surrogates and what
       lies above U+10FFFF. */
    unsigned char low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    unsigned char high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    if (*p < low || *p > high)
      return false;
    for (unsigned i = 1; i < more; i++)
      if ((p[i] & 0xc0) != 0x80)
        return false;
    p += more;
  }
  return true;
}

/* Matches one pattern element other than '*' at pattern[*i]; moves *i past
   it. An unclosed '[' stands for itself. */
static bool glob_one(dlw_str pattern, size_t *i, unsigned char c) {
  unsigned char p = (unsigned char)pattern.p[(*i)++];
  if (p == '?')
    return true;
  if (p == '\\' && *i < pattern.n)
    return (unsigned char)pattern.p[(*i)++] == c;
  if (p != '[')
    return p == c;
  size_t j = *i;
  bool negate = j < pattern.n && (pattern.p[j] == '!' || pattern.p[j] == '^');
  j += negate;
  bool hit = false;
  for (size_t first = j; j < pattern.n; j++) {
    unsigned char low = (unsigned char)pattern.p[j], high = low;
    if (low == ']' && j > first) {
      *i = j + 1;
      return hit != negate;
    }
    if (j + 2 < pattern.n && pattern.p[j + 1] == '-' &&
        pattern.p[j + 2] != ']') {
      high = (unsigned char)pattern.p[j + 2];
      j += 2;
    }
    hit |= low <= c && c <= high;
  }
  return c == '[';
}

bool dlw_str_glob(dlw_str pattern, dlw_str s) {
  size_t i = 0, k = 0;
  size_t star = SIZE_MAX, star_k = 0; /* where to resume after the last '*' */
  while (k < s.n) {
    if (i < pattern.n && pattern.p[i] == '*') {
      star = ++i;
      star_k = k;
      continue;
    }
    if (i < pattern.n && glob_one(pattern, &i, (unsigned char)s.p[k])) {
      k++;
      continue;
    }
    if (star == SIZE_MAX)
      return false;
    i = star;
    k = ++star_k;
  }
  while (i < pattern.n && pattern.p[i] == '*')
    i++;
  return i == pattern.n;
}
