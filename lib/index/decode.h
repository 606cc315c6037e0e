/* The index's bytes, decoded: welded.c finds them, this reads them. */
#ifndef DLWELD_INDEX_DECODE_H
#define DLWELD_INDEX_DECODE_H

#include "index/welded.h"

/* Fills `x`, whose bytes, memory64, in_section and relocatable are known, from
   x->bytes, at least a header's size, whose magic has been compared. False:
   reported. */
bool dlw_index_decode(dlw_ctx *cx, const dlw_module *m, dlw_welded *x);

/* The hash of dlfcn/index.h. */
uint64_t dlw_index_hash(dlw_str name);

/* Whether the index can have that type: a function type as all engines know it,
   not one of a hierarchy, and without references to types by their numbers,
   which mean nothing outside of the module. */
bool dlw_index_type_fits(dlw_bytes type);

/* Reports a fault at the index's byte `offset`; false. */
bool dlw_index_fault(dlw_ctx *cx, const dlw_module *m, const dlw_welded *x,
                     uint32_t offset, const char *format, ...)
    __attribute__((format(printf, 5, 6), cold));

#endif
