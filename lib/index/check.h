/* The check of a welded module by itself: what its index says against its
   elements, code and data, and dlsym.0 against the index in memory. The plugin
   makes it after each link, `dlweld verify` whenever asked. What tools may do
   to a finished module is no fault: docs/dlsym-section.md says what that is. */
#ifndef DLWELD_INDEX_CHECK_H
#define DLWELD_INDEX_CHECK_H

#include "index/welded.h"
#include "object/layout.h"

typedef struct dlw_fault {
  const char *id; /* a word for programs, "slot-empty": docs/tools.md has the
                     list */
  dlw_severity severity; /* DLW_ERROR; DLW_WARNING: right if certain tools were
                            used; DLW_NOTE: what cannot be checked */
  uint64_t offset;       /* in the file, of the byte that shows it; 0: none */
  uint32_t library;      /* or DLW_FAULT_MODULE */
  dlw_str symbol;        /* or empty */
  dlw_str text;          /* what is wrong */
  const char *hint;      /* what likely did it, or how to avoid it; or NULL */
} dlw_fault;

#define DLW_FAULT_MODULE UINT32_MAX

/* Called for each fault, warning and note, in order of the index. `fault` is
   gone afterwards. */
typedef void dlw_fault_found(void *user, const dlw_fault *fault);

/* Counts the faults (not warnings and notes); UINT32_MAX: no memory, which has
   been reported. */
uint32_t dlw_welded_check(dlw_ctx *cx, const dlw_module *m, const dlw_welded *x,
                          dlw_fault_found *found, void *user);

/* Thread-local words are addresses, or distances from a thread's block, of
   which the first one's image is in the module: dlfcn/index.h, DLW_TLS_PROBE.
   `*base` is what they count from, or 0. False: the probe is not found, or
   there is none. */
bool dlw_welded_tls_base(const dlw_layout *l, const dlw_welded *x,
                         uint64_t *base);

#endif
