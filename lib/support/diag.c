/* Rendering of messages: where, what. */
#include "support/diag.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/ctx.h"

/* `library: file(member):0xoff: `, the parts there are; returns its length. */
static int where_print(char *out, size_t size, const dlw_where *w) {
  if (!w)
    return 0;
  char offset[24] = "";
  if (w->has_offset)
    snprintf(offset, sizeof offset, ":0x%" PRIx64, w->offset);
  bool file = w->file.n || w->member.n;
  return snprintf(out, size, "%.*s%s%.*s%s%.*s%s%s%s", DLW_FMT(w->library),
                  w->library.n ? ": " : "", DLW_FMT(w->file),
                  w->member.n && w->file.n ? "(" : "", DLW_FMT(w->member),
                  w->member.n && w->file.n ? ")" : "", offset,
                  file || w->has_offset ? ": " : "");
}

__attribute__((format(printf, 4, 0))) static void
message(dlw_ctx *cx, dlw_severity severity, const dlw_where *where,
        const char *format, va_list args) {
  if (severity == DLW_ERROR)
    cx->diag.errors++;
  if (severity == DLW_WARNING)
    cx->diag.warnings++;
  if (!cx->diag.emit)
    return;
  va_list again;
  va_copy(again, args);
  int head = where_print(NULL, 0, where);
  int tail = vsnprintf(NULL, 0, format, args);
  char *text = head < 0 || tail < 0 ? NULL : malloc((size_t)head + tail + 1);
  if (text) {
    where_print(text, (size_t)head + 1, where);
    vsnprintf(text + head, (size_t)tail + 1, format, again);
    /* One message is one line, whatever bytes a name holds. */
    for (char *p = text; *p; p++)
      if (*p == '\n' || *p == '\r')
        *p = ' ';
  }
  va_end(again);
  cx->diag.emit(cx->diag.user, severity, text ? text : format);
  free(text);
}

bool dlw_error(dlw_ctx *cx, const dlw_where *where, const char *format, ...) {
  va_list args;
  va_start(args, format);
  message(cx, DLW_ERROR, where, format, args);
  va_end(args);
  return false;
}

void dlw_warning(dlw_ctx *cx, const dlw_where *where, const char *format,
                 ...) {
  va_list args;
  va_start(args, format);
  message(cx, DLW_WARNING, where, format, args);
  va_end(args);
}

void dlw_note(dlw_ctx *cx, const dlw_where *where, const char *format, ...) {
  va_list args;
  va_start(args, format);
  message(cx, DLW_NOTE, where, format, args);
  va_end(args);
}

/* Levenshtein distance for words of at most 63 bytes; else "far". */
static unsigned distance(dlw_str a, const char *b) {
  size_t n = strlen(b);
  unsigned row[64];
  if (a.n >= 64 || n >= 64)
    return 64;
  for (size_t j = 0; j <= n; j++)
    row[j] = (unsigned)j;
  for (size_t i = 1; i <= a.n; i++) {
    unsigned diagonal = row[0];
    row[0] = (unsigned)i;
    for (size_t j = 1; j <= n; j++) {
      unsigned best = diagonal + (a.p[i - 1] != b[j - 1]);
      diagonal = row[j];
      if (row[j] + 1 < best)
        best = row[j] + 1;
      if (row[j - 1] + 1 < best)
        best = row[j - 1] + 1;
      row[j] = best;
    }
  }
  return row[n];
}

const char *dlw_nearest(dlw_str word, const char *const *words, size_t n) {
  const char *nearest = NULL;
  unsigned best = word.n < 3 ? 2 : (unsigned)(word.n / 3) + 2;
  for (size_t i = 0; i < n; i++) {
    unsigned d = distance(word, words[i]);
    if (d < best) {
      best = d;
      nearest = words[i];
    }
  }
  return nearest;
}
