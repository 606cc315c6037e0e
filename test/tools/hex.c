/* See hex.h. */
#include "hex.h"

#include <ctype.h>

#include "support/file.h"

enum { DEPTH = 32 };

typedef struct group {
  size_t start;
  unsigned width; /* 0: as short as possible */
} group;

static int digit(char c) {
  const char *digits = "0123456789abcdef";
  const char *at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;
  return at ? (int)(at - digits) : -1;
}

static void close_group(dlw_buf *out, group g) {
  size_t size = out->size - g.start;
  unsigned width = g.width ? g.width : dlw_uleb_size(size);
  if (!dlw_buf_grow(out, width))
    return;
  memmove(out->data + g.start + width, out->data + g.start, size);
  dlw_uleb_put(out->data + g.start, size, width);
}

static bool include(dlw_ctx *cx, const char *path, dlw_str name, dlw_buf *out) {
  dlw_str from = dlw_str_of(path);
  dlw_str full =
      dlw_sprintf(cx, "%.*s%.*s", (int)(from.n - dlw_str_basename(from).n),
                  path, DLW_FMT(name));
  return full.p && hex_read(cx, full.p, out);
}

static bool read_text(dlw_ctx *cx, const char *path, dlw_str text,
                      dlw_buf *out) {
  group open[DEPTH];
  int depth = 0;
  for (size_t i = 0; i < text.n; i++) {
    dlw_where where = {
        .file = dlw_str_of(path), .offset = i, .has_offset = true};
    char c = text.p[i];
    if (isspace((unsigned char)c))
      continue;
    if (c == ';') {
      while (i + 1 < text.n && text.p[i + 1] != '\n')
        i++;
    } else if (c == '{' && depth < DEPTH) {
      group g = {out->size, 0};
      if (i + 1 < text.n && isdigit((unsigned char)text.p[i + 1]))
        g.width = (unsigned)digit(text.p[++i]);
      open[depth++] = g;
    } else if (c == '}' && depth > 0) {
      close_group(out, open[--depth]);
    } else if (c == '\'' || c == '"') {
      const char *end = memchr(text.p + i + 1, c, text.n - i - 1);
      if (!end)
        return dlw_error(cx, &where, "the string has no end");
      dlw_str s = {text.p + i + 1, (size_t)(end - text.p) - i - 1};
      if (c == '"')
        dlw_buf_uleb(out, s.n);
      dlw_buf_bytes(out, s.p, s.n);
      i += s.n + 1;
    } else if (c == '<') {
      size_t n = 0;
      while (i + 1 + n < text.n && !isspace((unsigned char)text.p[i + 1 + n]))
        n++;
      if (!include(cx, path, (dlw_str){text.p + i + 1, n}, out))
        return false;
      i += n;
    } else if (digit(c) >= 0 && i + 1 < text.n && digit(text.p[i + 1]) >= 0) {
      dlw_buf_u8(out, (uint8_t)(digit(c) * 16 + digit(text.p[i + 1])));
      i++;
    } else {
      return dlw_error(cx, &where, "'%c' is not understood", c);
    }
  }
  if (depth)
    return dlw_error(cx, &(dlw_where){.file = dlw_str_of(path)},
                     "a '{' is not closed");
  return dlw_buf_ok(out) || dlw_out_of_memory(cx);
}

bool hex_read(dlw_ctx *cx, const char *path, dlw_buf *out) {
  dlw_file f;
  if (!dlw_file_open(cx, dlw_str_of(path), &f))
    return false;
  bool ok = read_text(cx, path, (dlw_str){(const char *)f.data, f.size}, out);
  dlw_file_close(&f);
  return ok;
}
