/* A relocatable wasm object: a module with a "linking" section and "reloc.*"
   sections, as tool-conventions' Linking.md describes it (version 2).

   Reading decodes and checks all linking metadata and every relocation, so
   that nothing later (the linker among it) meets an index out of range.
   Writing takes each section from the input as it was, LEB128 widths and all;
   only the import section, the linking section and relocations that have been
   changed through the functions below are encoded anew, and of those only the
   entries that differ. Sections are never added, removed or moved, because
   relocations and section symbols refer to them by number. */
#ifndef DLWELD_OBJECT_OBJECT_H
#define DLWELD_OBJECT_OBJECT_H

#include "object/module.h"
#include "support/buf.h"

/* Symbol kinds (Linking.md, WASM_SYMBOL_TABLE). */
enum {
  DLW_SYM_FUNCTION = 0,
  DLW_SYM_DATA = 1,
  DLW_SYM_GLOBAL = 2,
  DLW_SYM_SECTION = 3,
  DLW_SYM_TAG = 4,
  DLW_SYM_TABLE = 5,
};

/* Symbol flags. */
enum {
  DLW_SYM_WEAK = 0x1,
  DLW_SYM_LOCAL = 0x2,
  DLW_SYM_HIDDEN = 0x4,
  DLW_SYM_UNDEFINED = 0x10,
  DLW_SYM_EXPORTED = 0x20,
  DLW_SYM_EXPLICIT_NAME = 0x40,
  DLW_SYM_NO_STRIP = 0x80,
  DLW_SYM_TLS = 0x100,
  DLW_SYM_ABSOLUTE = 0x200,
};

/* Segment flags (WASM_SEGMENT_INFO). */
enum {
  DLW_SEG_STRINGS = 0x1,
  DLW_SEG_TLS = 0x2,
  DLW_SEG_RETAIN = 0x4,
};

/* COMDAT entry kinds. */
enum {
  DLW_COMDAT_DATA = 0,
  DLW_COMDAT_FUNCTION = 1,
  DLW_COMDAT_GLOBAL = 2,
  DLW_COMDAT_TAG = 3,
  DLW_COMDAT_TABLE = 4,
  DLW_COMDAT_SECTION = 5,
};

#define DLW_NONE UINT32_MAX

typedef struct dlw_symbol {
  uint8_t kind;   /* DLW_SYM_* kind */
  uint32_t flags; /* DLW_SYM_* flags; unknown bits are kept */
  /* Its linker name. For an undefined function, global, tag or table without
     EXPLICIT_NAME this is its import's field. Section symbols have none. */
  dlw_str name;
  /* Function, global, tag, table: index in that index space (an import if and
     only if undefined). Data: segment, if defined. Section: section number. */
  uint32_t index;
  uint64_t offset, size; /* defined data: within the segment (or, ABSOLUTE,
                            the address) */
  uint32_t comdat;       /* number of its group or DLW_NONE */
  dlw_bytes raw;         /* its entry in the input; NULL where added */
  bool changed;          /* raw no longer tells */
} dlw_symbol;

typedef struct dlw_comdat_entry {
  uint8_t kind;
  uint32_t index;
} dlw_comdat_entry;

typedef struct dlw_comdat {
  dlw_str name;
  uint32_t flags;
  dlw_comdat_entry *entries;
  uint32_t count;
  dlw_bytes raw; /* the group in the input */
  bool changed;  /* its name is no longer raw's */
} dlw_comdat;

typedef struct dlw_segment_info {
  dlw_str name;
  uint32_t align; /* power of two */
  uint32_t flags; /* DLW_SEG_* */
} dlw_segment_info;

typedef struct dlw_init {
  uint32_t priority;
  uint32_t symbol;
} dlw_init;

typedef struct dlw_feature {
  uint8_t prefix; /* '+', '-' or '=' */
  dlw_str name;
} dlw_feature;

/* One "reloc.*" section. */
typedef struct dlw_reloc_section {
  uint32_t section; /* number of the reloc section itself */
  uint32_t target;  /* number of the section it patches */
  uint32_t count;
  dlw_bytes entries; /* encoded; checked when the object was read */
} dlw_reloc_section;

typedef struct dlw_object {
  dlw_module module;

  uint32_t linking; /* section number */
  dlw_symbol *symbols;
  uint32_t symbol_count;
  dlw_segment_info *segment_infos; /* [module.segment_count]; zeros where the
                                      object has no segment info */
  dlw_init *inits;
  uint32_t init_count;
  dlw_comdat *comdats;
  uint32_t comdat_count;
  dlw_reloc_section *relocs;
  uint32_t reloc_count;
  dlw_feature *features;
  uint32_t feature_count;

  /* What the writer must encode anew; set by the functions below. */
  struct dlw_object_edits *edits;
} dlw_object;

/* Decodes and checks a relocatable object. `input` must outlive it. On false
   the reason has been reported, with offset. */
bool dlw_object_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                     dlw_object *out);

/* The same for who only wants to know what an object defines: everything but
   functions' code, relocations, features and the other custom sections, which
   stay unread. Such an object cannot be written. */
bool dlw_object_read_symbols(dlw_ctx *cx, const dlw_where *where,
                             dlw_bytes input, dlw_object *out);

/* --- Relocations --- */

/* Every type of Linking.md: number, name, bytes patched, flags.
   Flags: A has an addend; T refers to a type, S to a section, else a symbol of
   one of the kinds in the mask. */
#define DLW_RELOC_TYPES(X)                                                     \
  X(0, FUNCTION_INDEX_LEB, 5, false, FUNCTION)                                 \
  X(1, TABLE_INDEX_SLEB, 5, false, FUNCTION)                                   \
  X(2, TABLE_INDEX_I32, 4, false, FUNCTION)                                    \
  X(3, MEMORY_ADDR_LEB, 5, true, DATA)                                         \
  X(4, MEMORY_ADDR_SLEB, 5, true, DATA)                                        \
  X(5, MEMORY_ADDR_I32, 4, true, DATA)                                         \
  X(6, TYPE_INDEX_LEB, 5, false, TYPE)                                         \
  X(7, GLOBAL_INDEX_LEB, 5, false, GLOBAL)                                     \
  X(8, FUNCTION_OFFSET_I32, 4, true, FUNCTION)                                 \
  X(9, SECTION_OFFSET_I32, 4, true, SECTION)                                   \
  X(10, TAG_INDEX_LEB, 5, false, TAG)                                          \
  X(11, MEMORY_ADDR_REL_SLEB, 5, true, DATA)                                   \
  X(12, TABLE_INDEX_REL_SLEB, 5, false, FUNCTION)                              \
  X(13, GLOBAL_INDEX_I32, 4, false, GLOBAL)                                    \
  X(14, MEMORY_ADDR_LEB64, 10, true, DATA)                                     \
  X(15, MEMORY_ADDR_SLEB64, 10, true, DATA)                                    \
  X(16, MEMORY_ADDR_I64, 8, true, DATA)                                        \
  X(17, MEMORY_ADDR_REL_SLEB64, 10, true, DATA)                                \
  X(18, TABLE_INDEX_SLEB64, 10, false, FUNCTION)                               \
  X(19, TABLE_INDEX_I64, 8, false, FUNCTION)                                   \
  X(20, TABLE_NUMBER_LEB, 5, false, TABLE)                                     \
  X(21, MEMORY_ADDR_TLS_SLEB, 5, true, DATA)                                   \
  X(22, FUNCTION_OFFSET_I64, 8, true, FUNCTION)                                \
  X(23, MEMORY_ADDR_LOCREL_I32, 4, true, DATA)                                 \
  X(24, TABLE_INDEX_REL_SLEB64, 10, false, FUNCTION)                           \
  X(25, MEMORY_ADDR_TLS_SLEB64, 10, true, DATA)                                \
  X(26, FUNCTION_INDEX_I32, 4, false, FUNCTION)

enum {
#define X(number, name, width, addend, refers) DLW_R_##name = number,
  DLW_RELOC_TYPES(X)
#undef X
};
#define DLW_RELOC_TYPE_COUNT 27

typedef struct dlw_reloc {
  uint8_t type;
  uint8_t width;   /* bytes patched */
  uint32_t index;  /* symbol; for TYPE_INDEX_LEB a type */
  uint64_t offset; /* from the start of the target section's payload (a custom
                      section's begins after its name) */
  int64_t addend;  /* 0 where the type has none */
} dlw_reloc;

/* Steps through a relocation section: start with
   `dlw_reloc_iter it = dlw_relocs(rs)`, then while (dlw_reloc_next(&it, &r)).
   Cannot fail, since dlw_object_read checked every entry: offsets ascend, and
   each lies within one function's instructions or one segment's data. */
typedef struct dlw_reloc_iter {
  const uint8_t *p;
  uint32_t left;
} dlw_reloc_iter;

dlw_reloc_iter dlw_relocs(const dlw_reloc_section *rs);
bool dlw_reloc_next(dlw_reloc_iter *it, dlw_reloc *out);
const char *dlw_reloc_name(uint8_t type); /* "R_WASM_..." or "unknown" */
bool dlw_reloc_has_addend(uint8_t type);

/* The relocation section for that section number, or NULL. */
const dlw_reloc_section *dlw_object_relocs_for(const dlw_object *o,
                                               uint32_t section);

/* --- Changes. Strings given must outlive the object. --- */

/* Renames a symbol. An undefined one without EXPLICIT_NAME gets its import's
   field renamed; that fails where a symbol with a name of its own shares the
   import. `symbol` must not be a section symbol. Nobody checks whether the
   name is taken. */
bool dlw_object_rename(dlw_ctx *cx, dlw_object *o, uint32_t symbol,
                       dlw_str name);
/* The model calls a definition, or a group, so from now on; what is written is
   what a later rename says, or that name. */
void dlw_object_call(dlw_object *o, uint32_t symbol, dlw_str name);
void dlw_object_call_comdat(dlw_object *o, uint32_t comdat, dlw_str name);
/* All flags but UNDEFINED can be changed. */
bool dlw_object_set_flags(dlw_ctx *cx, dlw_object *o, uint32_t symbol,
                          uint32_t flags);
bool dlw_object_rename_comdat(dlw_ctx *cx, dlw_object *o, uint32_t comdat,
                              dlw_str name);
/* Takes all init functions out of the written object; `inits` stays. */
void dlw_object_drop_inits(dlw_object *o);
/* Renames a data segment that has a segment info. */
bool dlw_object_rename_segment(dlw_ctx *cx, dlw_object *o, uint32_t segment,
                               dlw_str name);

/* Empties the "name" section in the written object: the linker then calls
   functions by their symbols. */
void dlw_object_drop_names(dlw_object *o);
/* All of a segment's DLW_SEG_* flags can be changed. */
void dlw_object_set_segment_flags(dlw_object *o, uint32_t segment,
                                  uint32_t flags);

/* Adds a symbol for something that the object defines: kind, flags, name,
   index (as in the input), offset, size and comdat as given. Relocations do not
   refer to it. It is the last of `symbols`, which may move in memory. */
bool dlw_object_add_symbol(dlw_ctx *cx, dlw_object *o,
                           const dlw_symbol *symbol);

/* Splits a defined symbol: adds an undefined symbol of the same kind (and, but
   for data, an import of the same type from "env") called `name`, and makes
   every relocation that referred to `symbol` refer to the new one, except
   FUNCTION_OFFSET_* ones, which speak of the definition itself. The indices of
   defined functions, globals, tags or tables move up by one everywhere they
   are written. Several splits of one object are one pass when written.
   `weak` makes the new reference weak; of functions and data only, since the
   format has no weak undefined globals, tables or tags.

   The new symbol is the last of `symbols`, which may move in memory; until it
   is written, the model keeps the indices of the input for all others. An
   error: not a definition, split before, or (but for data) an object without
   an import section, which LLVM does not make. */
bool dlw_object_split(dlw_ctx *cx, dlw_object *o, uint32_t symbol, dlw_str name,
                      bool weak);

/* --- Writing --- */

/* Lets the writer forget that nothing changed: every part it can encode is
   encoded anew from the model. For tests: canonical input must come out the
   same. */
bool dlw_object_touch(dlw_ctx *cx, dlw_object *o);

/* Bytes that dlw_object_write will write. False: memory exhausted. */
bool dlw_object_layout(dlw_ctx *cx, dlw_object *o, size_t *size);
/* Writes the object; must follow dlw_object_layout with no change between.
   `out` has room for that many bytes. */
void dlw_object_write(const dlw_object *o, uint8_t *out);
/* Frees what layout kept on the heap. */
void dlw_object_done(dlw_object *o);

#endif
