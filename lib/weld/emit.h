/* Objects made by weld itself: a small builder of relocatable objects, in the
   format of tool-conventions' Linking.md. What is added comes out in the order
   in which it was added. A builder lives on the stack, zero but for `w`; its
   memory is the arena's, but for buffers that dlw_emit_done frees. */
#ifndef DLWELD_WELD_EMIT_H
#define DLWELD_WELD_EMIT_H

#include "weld/weld.h"

typedef struct dlw_emit {
  dlw_weld *w;
  bool table;        /* imports the table, and keeps it in the module */
  dlw_map undefined; /* name -> symbol */
  struct dlw_emitted_symbol *symbols;
  uint32_t symbol_count, symbol_capacity;
  dlw_map types;                      /* encoded type -> number */
  struct dlw_emitted_import *imports; /* functions */
  uint32_t import_count, import_capacity;
  uint32_t *functions; /* their types */
  uint32_t function_count, function_capacity;
  struct dlw_emitted_segment *segments;
  uint32_t segment_count, segment_capacity;
  struct dlw_emitted_reloc *relocs; /* of data */
  uint32_t reloc_count, reloc_capacity;
  dlw_buf code; /* bodies with their sizes */
  struct dlw_emitted_reloc *calls;
  uint32_t call_count, call_capacity;
  struct dlw_emitted_copy *copy; /* dlw_emit_copy's, or NULL */
} dlw_emit;

/* Room for that many more symbols, imports and relocations at once. */
bool dlw_emit_reserve(dlw_emit *e, uint32_t count);
void dlw_emit_done(dlw_emit *e);

/* All of these return a symbol's number, or DLW_NONE without memory. `type` is
   that of a function, encoded; it must live as long as the builder. */

/* The undefined symbol of that name, added if there was none. */
uint32_t dlw_emit_undefined(dlw_emit *e, dlw_str name, uint8_t kind,
                            dlw_bytes type, uint32_t flags);
/* The same where the caller knows that there is none yet. */
uint32_t dlw_emit_undefined_new(dlw_emit *e, dlw_str name, uint8_t kind,
                                dlw_bytes type, uint32_t flags);
/* A function of this object; bodies must be added in the same order. */
uint32_t dlw_emit_function(dlw_emit *e, dlw_str name, dlw_bytes type,
                           uint32_t flags);
/* A part of a segment. */
uint32_t dlw_emit_data(dlw_emit *e, dlw_str name, uint32_t segment,
                       uint64_t offset, uint64_t size, uint32_t flags);

/* Encoded type of a function symbol: its number among dlw_emit.types. */
uint32_t dlw_emit_type(const dlw_emit *e, uint32_t symbol);

/* A segment; `bytes` (NULL: all zeros) must live until it is written.
   `align` is a power of two. Returns its number or DLW_NONE. */
uint32_t dlw_emit_segment(dlw_emit *e, dlw_str name, uint32_t align,
                          uint32_t flags, const uint8_t *bytes, size_t size);
/* A word of the last segment that the linker fills with the symbol's address
   or slot; in order of offset. */
bool dlw_emit_word(dlw_emit *e, size_t offset, uint32_t symbol);

/* A custom section (one at most): `head`, at whose byte `at` the linker fills
   in the symbol's address, and behind it the segment once more, words included.
   `head` must live until it is written. */
bool dlw_emit_copy(dlw_emit *e, dlw_str name, dlw_bytes head, size_t at,
                   uint32_t symbol, uint32_t segment);

/* The body of the next function: what is between begin and end. */
size_t dlw_emit_begin(dlw_emit *e);
void dlw_emit_end(dlw_emit *e, size_t begin);
bool dlw_emit_call(dlw_emit *e, uint32_t symbol);
/* Mentions the function's table slot, and drops it. */
bool dlw_emit_slot(dlw_emit *e, uint32_t symbol);
void dlw_emit_i32_const(dlw_emit *e, int32_t value);
void dlw_emit_word_const(dlw_emit *e, int64_t value);
void dlw_emit_local_get(dlw_emit *e, uint32_t local);
void dlw_emit_drop(dlw_emit *e);

/* Appends the object. False: no memory (reported). */
bool dlw_emit_write(dlw_emit *e, dlw_buf *out);

#endif
