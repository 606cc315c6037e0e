/* Diagnostics. The library never prints and never exits: a fault is reported
   once, where it is seen, to the sink of its context, and the function returns
   false; callers pass that on without a message of their own. */
#ifndef DLWELD_SUPPORT_DIAG_H
#define DLWELD_SUPPORT_DIAG_H

#include <stdbool.h>
#include <stdint.h>

#include "support/str.h"

struct dlw_ctx;

typedef enum dlw_severity { DLW_NOTE, DLW_WARNING, DLW_ERROR } dlw_severity;

/* Where in the input. All parts optional: {0} is nowhere. Rendered as
   `library: archive(member):0x1c: `, or the parts of it there are. */
typedef struct dlw_where {
  dlw_str library; /* soname the input belongs to */
  dlw_str file;    /* path as given */
  dlw_str member;  /* of an archive */
  uint64_t offset; /* bytes from the start of the object (or of the file) */
  bool has_offset;
} dlw_where;

/* One message, one line, no newline, e.g.
   `libfoo.so: libfoo.a(x.o):0x1c: linking: symbol 3: name runs past the end`.
   The severity is not part of the text. */
typedef void dlw_diag_emit(void *user, dlw_severity severity, const char *text);

typedef struct dlw_diag {
  dlw_diag_emit *emit;
  void *user;
  unsigned errors, warnings; /* so far */
} dlw_diag;

/* Always returns false, so that a fault is `return dlw_error(...)`. */
bool dlw_error(struct dlw_ctx *cx, const dlw_where *where, const char *format,
               ...) __attribute__((format(printf, 3, 4)));
void dlw_warning(struct dlw_ctx *cx, const dlw_where *where, const char *format,
                 ...) __attribute__((format(printf, 3, 4)));
void dlw_note(struct dlw_ctx *cx, const dlw_where *where, const char *format,
              ...) __attribute__((format(printf, 3, 4)));

/* The nearest of the `n` words by edit distance, or NULL where none is near:
   for "unknown key 'dlopn' (did you mean 'dlopen'?)". */
const char *dlw_nearest(dlw_str word, const char *const *words, size_t n);

#endif
