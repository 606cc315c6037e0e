/* What all fuzz targets have: conditions that must hold, whatever the input, and
   messages of ours, which are printed only if DLWELD_FUZZ_VERBOSE is set. */
#ifndef DLWELD_FUZZ_CHECK_H
#define DLWELD_FUZZ_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#include "support/diag.h"

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "%s: %s\n", __FILE__, #condition);                       \
      abort();                                                                 \
    }                                                                          \
  } while (0)

static inline void emit(void *user, dlw_severity severity, const char *text) {
  (void)user;
  if (getenv("DLWELD_FUZZ_VERBOSE"))
    fprintf(stderr, "%d: %s\n", (int)severity, text);
}

#endif
