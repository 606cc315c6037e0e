/* Private to lib/object: what the parts of lifting share. lift.c has the order
   in which they work on one dlw_lifter. */
#ifndef DLWELD_OBJECT_LIFT_PRIVATE_H
#define DLWELD_OBJECT_LIFT_PRIVATE_H

#include "object/code.h"
#include "object/expr.h"
#include "object/lift.h"
#include "object/object.h"
#include "object/sections.h"
#include "support/map.h"

/* What is known of a number before the module is loaded: a base and what is
   added to it. */
typedef enum dlw_base {
  DLW_BASE_UNKNOWN, /* nothing */
  DLW_BASE_NONE,    /* a plain number */
  DLW_BASE_MEMORY,  /* __memory_base */
  DLW_BASE_TABLE,   /* __table_base */
  DLW_BASE_TLS,     /* where the thread's copy of this module's TLS block is */
  DLW_BASE_SYMBOL,  /* the address of a datum, the slot of a function */
} dlw_base;

typedef struct dlw_value {
  dlw_base base;
  uint32_t symbol; /* of DLW_BASE_SYMBOL */
  uint64_t add;    /* modulo 2^64; of an i32 the lower half counts */
} dlw_value;

/* Entries of the object's symbol table, in its order. */
typedef struct dlw_lift_symbol {
  uint8_t kind; /* DLW_SYM_* kind */
  uint32_t flags;
  uint32_t index; /* as in the object; data: segment */
  uint64_t offset, size;
  dlw_str name;
} dlw_lift_symbol;

typedef struct dlw_lift_import {
  dlw_str module, field;
  uint8_t kind;   /* DLW_EXT_* */
  uint32_t type;  /* function, tag */
  dlw_bytes desc; /* global, table: with the kind byte */
} dlw_lift_import;

typedef struct dlw_lift_global {
  uint8_t type; /* value type */
  bool mutable;
  bool imported;
  bool tls_base;   /* it is __tls_base */
  dlw_bytes desc;  /* type and mutability */
  dlw_bytes init;  /* defined: its initial value, as encoded */
  dlw_value value; /* UNKNOWN: it stays a global, with this symbol; */
  uint32_t symbol; /* else one for its place (pic), once needed */
} dlw_lift_global;

/* A word of a data segment that the linker fills in. */
typedef struct dlw_lift_word {
  uint64_t offset;
  uint32_t symbol;
  uint8_t type; /* DLW_R_* */
  int64_t addend;
} dlw_lift_word;

typedef struct dlw_lift_words {
  dlw_lift_word *words; /* arena */
  uint32_t count, capacity;
} dlw_lift_words;

/* Memory that becomes a data segment of the object. */
typedef struct dlw_lift_segment {
  uint8_t *bytes; /* heap */
  uint64_t size;
  dlw_lift_words relocs;
  uint64_t low, high; /* words lie between these */
  uint32_t symbol; /* local, for its beginning */
} dlw_lift_segment;

/* Where a function's code was and is, from the start of the code section's
   payload: of its first byte after the size. For who relocates DWARF. */
typedef struct dlw_lift_place {
  uint32_t before, after, size; /* `size` as it was */
  bool same;                    /* nothing in it has moved */
} dlw_lift_place;

typedef struct dlw_lifter {
  dlw_ctx *cx;
  dlw_module m;
  const dlw_dylink *dylink;
  bool pic;
  bool shared;  /* the memory is shared by threads */
  bool debug;   /* there is DWARF: keep lengths where possible */
  uint8_t word; /* value type of addresses: 0x7f i32, 0x7e i64 */

  dlw_str *function_names, *global_names, *tag_names; /* by index */
  uint32_t named_tls; /* data segment named ".tdata", or DLW_NONE */

  dlw_map exported;  /* name -> symbol + 1, of what the module defines */
  dlw_map undefined; /* name -> symbol + 1 */
  dlw_map elsewhere; /* module and field -> symbol + 1, but for "env" */
  dlw_map weak;      /* names that may stay undefined */

  dlw_lift_symbol *symbols;
  uint32_t symbol_count, symbol_capacity;
  dlw_lift_import *imports;
  uint32_t import_count, import_capacity;
  uint32_t imported[DLW_EXT_KINDS]; /* in the object */
  uint32_t open_types; /* types appended: of functions whose type is not told */

  /* By index in the module: the symbol. */
  uint32_t *functions, *tables, *tags;
  dlw_lift_global *globals;
  uint8_t *keeps; /* by index: it is written */
  uint32_t kept_globals;

  uint32_t table;  /* __indirect_function_table, or DLW_NONE */
  uint32_t *slots; /* function of each slot from __table_base on, or DLW_NONE */
  uint32_t slot_count;
  bool slots_needed;   /* code relies on them being consecutive; */
  uint32_t first_slot; /* then the symbol of the first, else DLW_NONE */
  bool trap_type;      /* a type () -> () follows the open ones */
  uint32_t *made;      /* types of functions made for slots */
  uint32_t made_count, made_capacity;

  dlw_lift_segment memory, tls;
  uint32_t tls_source; /* passive segment with the TLS block, or DLW_NONE */
  uint64_t tls_place;  /* of the first thread's copy in memory, or UINT64_MAX */
  uint32_t tls_base;   /* symbol of the linker's __tls_base, or DLW_NONE */

  uint8_t *dropped; /* [defined functions]: evaluated; its code is not needed */
  uint32_t relocs_function; /* that cannot be evaluated, or DLW_NONE */
  uint32_t *inits;          /* symbols, in order */
  uint32_t init_count, init_capacity;

  /* Code section behind its count (of five bytes), and its relocations. */
  dlw_buf code, code_relocs;
  uint32_t code_reloc_count;
  dlw_lift_place *places; /* [defined functions] */
  struct dlw_dwarf *dwarf; /* what is kept of it, or NULL */
} dlw_lifter;

#define DLW_CODE_COUNT_SIZE 5

/* A fault in the module at `at`; returns false. */
bool dlw_lift_fail(const dlw_lifter *l, const uint8_t *at, const char *format,
                   ...) __attribute__((format(printf, 3, 4), cold, noinline));

/* A cursor over the payload of a section, by number. */
dlw_cursor dlw_lift_cursor(const dlw_lifter *l, dlw_reader *r,
                           uint32_t section);

/* Is this a name that a linker gives to what it makes itself? */
bool dlw_lift_own_name(dlw_str name);

/* lift-names.c: of globals, tags and data, from the name section. */
bool dlw_lift_names(dlw_lifter *l);

/* lift-symbols.c */
bool dlw_lift_symbols(dlw_lifter *l);
/* Appends; DLW_NONE without memory. */
uint32_t dlw_lift_symbol_add(dlw_lifter *l, dlw_lift_symbol s);
/* A local symbol for a place in the module's memory. */
uint32_t dlw_lift_place_symbol(dlw_lifter *l, uint64_t offset);
bool dlw_lift_add_import(dlw_lifter *l, dlw_lift_import i, uint32_t *index);
/* An undefined symbol for an import of the object, or the one there is for it;
   DLW_NONE: no memory, or it is something else too (reported). */
uint32_t dlw_lift_undefined(dlw_lifter *l, uint8_t kind, dlw_lift_import im);
uint32_t dlw_lift_undefined_data(dlw_lifter *l, dlw_str name);
/* Sizes of data; and no two symbols may have one name. */
bool dlw_lift_finish_symbols(dlw_lifter *l);

/* lift-globals.c: initial values; constant expressions. */
bool dlw_lift_read_globals(dlw_lifter *l);
/* The value of an expression, or UNKNOWN. */
bool dlw_lift_expr(dlw_lifter *l, dlw_bytes expr, dlw_value *out);
/* Values of immutable globals that are addresses; imports have theirs. */
bool dlw_lift_fixed_globals(dlw_lifter *l);
/* Once the linker's functions have run: which stay globals; their symbols. */
bool dlw_lift_keep_globals(dlw_lifter *l);

/* lift-table.c */
bool dlw_lift_table(dlw_lifter *l);
/* The symbol of the function in slot `slot` after __table_base, or DLW_NONE. */
uint32_t dlw_lift_slot_symbol(const dlw_lifter *l, uint64_t slot);
/* The symbol __dlweld_slot.0, which makes slots needed; DLW_NONE: no memory. */
uint32_t dlw_lift_first_slot(dlw_lifter *l);
/* Makes functions and symbols so that each slot has one of its own. */
bool dlw_lift_make_slots(dlw_lifter *l);

/* lift-memory.c */
bool dlw_lift_memory(dlw_lifter *l);
/* Whether [offset, offset + n) is within the segment. */
static inline bool dlw_lift_within(const dlw_lift_segment *s, uint64_t offset,
                                   uint64_t n) {
  return offset <= s->size && n <= s->size - offset;
}
uint64_t dlw_lift_word_width(const dlw_lift_word *w); /* 4 or 8 */
bool dlw_lift_word_add(dlw_lifter *l, dlw_lift_segment *s, dlw_lift_word w);
/* Sorts the words of a segment; of several for one place the last counts. False
   where some overlap. */
bool dlw_lift_words_sort(dlw_lifter *l, dlw_lift_segment *s);

/* Makes the passive segment the module's TLS block, if there is none yet. */
bool dlw_lift_tls_block(dlw_lifter *l, uint32_t segment);

/* eval.c */

/* The start function runs twice. LLVM 14 makes one that stores GOT entries
   before it sets them (its __wasm_call_ctors then stores them again), so the
   first run finds out what globals are set to, and leaves memory alone. */
typedef enum dlw_eval_mode {
  DLW_EVAL_GLOBALS,
  DLW_EVAL_START,
  DLW_EVAL_TLS,
  DLW_EVAL_RELOCS,
} dlw_eval_mode;

/* UNSUPPORTED: it does something that is not known in advance. */
typedef enum dlw_eval_result {
  DLW_EVAL_OK,
  DLW_EVAL_UNSUPPORTED,
  DLW_EVAL_ERROR, /* reported */
} dlw_eval_result;

/* Runs a function on what is known before loading; `argument` is its parameter
   or NULL. On success what ran is dropped. UNSUPPORTED: *at is where it
   stopped, or zero if it did not begin. */
dlw_eval_result dlw_lift_evaluate(dlw_lifter *l, dlw_eval_mode mode,
                                  uint32_t function, const dlw_value *argument,
                                  dlw_code_reader *at);
/* A function's code is not needed, unless somebody may call it by name. */
void dlw_lift_drop(dlw_lifter *l, uint32_t function);
/* Whether the function takes so many numbers and returns nothing. */
bool dlw_lift_has_type(const dlw_lifter *l, uint32_t function,
                       uint64_t parameters);

/* lift-run.c: the linker's functions run; constructors are found. */
bool dlw_lift_start(dlw_lifter *l);
bool dlw_lift_data_relocs(dlw_lifter *l);
bool dlw_lift_inits(dlw_lifter *l);

/* lift-code.c */
bool dlw_lift_code(dlw_lifter *l);

/* lift-write.c */
bool dlw_lift_write(dlw_lifter *l, dlw_buf *out);

#endif
