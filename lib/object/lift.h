/* Lifting: a shared module (dylink.0), as `wasm-ld -shared` writes it, becomes
   a relocatable object again, as if a compiler had written it.

   Format of the input: tool-conventions' DynamicLinking.md; of the output:
   Linking.md. What becomes of each part:

     imports           undefined symbols; GOT.mem.x and GOT.func.f are what they
                       name; what the module exports itself is itself
     exports           global symbols of default visibility, functions weak
                       that the module also imports; immutable globals of word
                       type are data symbols, each up to the next one (sizes
                       are not told)
     __memory_base     the address of one data segment that holds all of the
                       module's memory, in its order, alignment as dylink.0 says
     __table_base      the slot of the first function of its element segments;
                       all others follow it, which the weld sees to (slots)
     code              references become padded LEB128 with relocations
     the linker's own functions (start function, __wasm_apply_data_relocs,
                       __wasm_apply_global_relocs, __wasm_init_memory ...)
                       are evaluated: their effects become data, relocations
                       and values of globals
     constructors      init functions */
#ifndef DLWELD_OBJECT_LIFT_H
#define DLWELD_OBJECT_LIFT_H

#include "object/module.h"
#include "support/buf.h"

/* --- dylink.0 --- */

enum { /* flags of exports and imports: those of symbols */
  DLW_DYLINK_WEAK = 0x1,
  DLW_DYLINK_TLS = 0x100,
};

typedef struct dlw_dylink_symbol {
  dlw_str module; /* imports */
  dlw_str name;
  uint32_t flags; /* as in the symbol table: WEAK, TLS, UNDEFINED ... */
} dlw_dylink_symbol;

/* Slices of the input. */
typedef struct dlw_dylink {
  uint64_t memory_size;   /* bytes */
  uint32_t memory_align;  /* power of two */
  uint32_t table_size;    /* slots */
  uint32_t table_align;   /* power of two */
  dlw_str *needed;        /* file names of other shared modules */
  uint32_t needed_count;
  dlw_str *run_paths;
  uint32_t run_path_count;
  dlw_dylink_symbol *exports; /* only those that have flags */
  uint32_t export_count;
  dlw_dylink_symbol *imports;
  uint32_t import_count;
} dlw_dylink;

/* Reads the first section, which must be dylink.0 or, of linkers before 2021,
   dylink. A newer version, none at all, or damage: false, reported with
   offset. */
bool dlw_dylink_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                     dlw_dylink *out);

/* --- Lifting --- */

typedef struct dlw_lift_options {
  bool pic; /* the link makes position-independent output: addresses come from
               GOT globals (R_WASM_GLOBAL_INDEX_LEB against what they are of)
               instead of constants */
} dlw_lift_options;

typedef struct dlw_lifted {
  dlw_buf object; /* freed by the caller (dlw_buf_free) */
  dlw_dylink dylink;
  /* The module's slots, 0 to slot_count, are to be consecutive in the table:
     each is a function of the object with a hidden global symbol
     "__dlweld_slot.N" (decimal). 0: nothing relies on that; there are then no
     such symbols. */
  uint32_t slot_count;
} dlw_lifted;

/* The dylink convention does not tell the types of functions whose address alone
   is taken. Undefined ones of those are of types of their own, "no parameters, no
   results"; the linker compares types only where something calls. */

/* `input` must outlive the call; *out does not refer to it but for dylink's
   names. On false the reason has been reported, with the offset and the name
   of the function. */
bool dlw_lift(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
              const dlw_lift_options *options, dlw_lifted *out);

#endif
