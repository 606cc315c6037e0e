/* A wasm binary, decoded as far as linking needs and no further.

   A module is a list of sections that point into the mapped input; the parts
   that carry names and indices are decoded, all else stays an opaque slice.
   Format: the WebAssembly core specification, "Binary Format", with memory64,
   threads, exception handling, multi-memory, reference types and SIMD. */
#ifndef DLWELD_OBJECT_MODULE_H
#define DLWELD_OBJECT_MODULE_H

#include "support/ctx.h"

/* Section ids of the core specification. */
enum {
  DLW_SEC_CUSTOM = 0,
  DLW_SEC_TYPE = 1,
  DLW_SEC_IMPORT = 2,
  DLW_SEC_FUNCTION = 3,
  DLW_SEC_TABLE = 4,
  DLW_SEC_MEMORY = 5,
  DLW_SEC_GLOBAL = 6,
  DLW_SEC_EXPORT = 7,
  DLW_SEC_START = 8,
  DLW_SEC_ELEM = 9,
  DLW_SEC_CODE = 10,
  DLW_SEC_DATA = 11,
  DLW_SEC_DATACOUNT = 12,
  DLW_SEC_TAG = 13,
};

/* Kinds of imports and exports. */
enum {
  DLW_EXT_FUNCTION = 0,
  DLW_EXT_TABLE = 1,
  DLW_EXT_MEMORY = 2,
  DLW_EXT_GLOBAL = 3,
  DLW_EXT_TAG = 4,
};
#define DLW_EXT_KINDS 5

/* A slice of the input, by address. */
typedef struct dlw_bytes {
  const uint8_t *p;
  size_t n;
} dlw_bytes;

typedef struct dlw_section {
  uint8_t id;
  uint8_t size_width; /* bytes of the size's LEB128 in the input */
  dlw_str name;       /* of a custom section */
  dlw_bytes body;     /* after id and size; a custom section's with its name */
  dlw_bytes payload;  /* of a custom section: after the name; else as body */
  const uint8_t *start; /* the id byte */
} dlw_section;

typedef struct dlw_import {
  dlw_str module, field;
  uint8_t kind;         /* DLW_EXT_* */
  uint32_t type;        /* function or tag: type index */
  dlw_bytes module_raw; /* the name's length and bytes */
  dlw_bytes desc;       /* kind byte and description */
} dlw_import;

typedef struct dlw_export {
  dlw_str name;
  uint8_t kind;
  uint32_t index;
} dlw_export;

typedef struct dlw_segment {
  uint32_t flags; /* 0 active, 1 passive, 2 active with memory index */
  uint32_t memory;
  dlw_bytes init;   /* active: the offset expression with its end opcode */
  bool has_address; /* the expression is one i32.const or i64.const */
  uint64_t address;
  dlw_bytes data;
  size_t body_offset; /* of data, from the start of the section's body */
} dlw_segment;

/* One function's code: what the code section holds for it. */
typedef struct dlw_code {
  dlw_bytes body;     /* locals and instructions, without the size field */
  size_t body_offset; /* of body, from the start of the section's body */
  size_t locals;      /* bytes of body that declare locals */
} dlw_code;

typedef struct dlw_elem {
  uint32_t flags;
  uint32_t table;
  dlw_bytes init;  /* active: the offset expression with its end opcode */
  bool has_offset; /* active, and the offset is one constant */
  uint64_t offset;
  bool plain; /* a list of function indices (not expressions) */
  uint32_t count;
  dlw_bytes items; /* `count` LEB128 indices or expressions, checked */
} dlw_elem;

typedef struct dlw_module {
  dlw_where where; /* library, file and member, for messages */
  dlw_bytes input; /* all of it */

  dlw_section *sections;
  uint32_t section_count;
  /* Number of the section with that id, or UINT32_MAX. */
  uint32_t section_of[DLW_SEC_TAG + 1];

  dlw_bytes *types; /* each with its form byte (0x60 for functions) */
  uint32_t type_count;

  dlw_import *imports;
  uint32_t import_count;
  uint32_t imported[DLW_EXT_KINDS]; /* how many of each kind */
  uint32_t defined[DLW_EXT_KINDS];

  uint32_t *function_types; /* defined functions' type indices */
  dlw_bytes *table_types;   /* defined tables' types, as an import has them */
  dlw_bytes *global_types;  /* defined globals': value type and mutability */
  uint32_t *tag_types;      /* all tags' type indices, imported ones first */
  dlw_code *codes;          /* defined functions' code */
  dlw_export *exports;
  uint32_t export_count;
  dlw_elem *elems;
  uint32_t elem_count;
  dlw_segment *segments;
  uint32_t segment_count;
  bool memory64;            /* the first memory has 64-bit addresses */
  uint32_t *type_of_import; /* function imports in order: type index */
} dlw_module;

/* What is at the head of these bytes. */
typedef enum dlw_kind {
  DLW_KIND_UNKNOWN,
  DLW_KIND_OBJECT,  /* wasm with a "linking" section */
  DLW_KIND_SHARED,  /* wasm that begins with dylink.0 or dylink */
  DLW_KIND_MODULE,  /* other wasm */
  DLW_KIND_BITCODE, /* LLVM bitcode, raw or wrapped */
  DLW_KIND_ARCHIVE, /* !<arch> */
  DLW_KIND_THIN_ARCHIVE,
  DLW_KIND_ELF,
  DLW_KIND_MACHO,
  DLW_KIND_COFF,
} dlw_kind;

/* Reads no more than it needs; never fails. */
dlw_kind dlw_kind_of(dlw_bytes input);
/* "WebAssembly object", "ELF file" ... for messages. */
const char *dlw_kind_name(dlw_kind kind);

/* Decodes and validates structure, counts and indices (not instructions).
   `input` must outlive the module. On false the reason has been reported with
   its offset. */
bool dlw_module_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                     dlw_module *out);

/* The type index of function `index` (imported or defined); the caller has
   checked that the index is in range. */
uint32_t dlw_module_function_type(const dlw_module *m, uint32_t index);

/* The type index of tag `index`, imported or defined, in range. */
uint32_t dlw_module_tag_type(const dlw_module *m, uint32_t index);

/* The names of functions from the "name" section: `names[i]` of function i,
   {NULL,0} where it has none. A missing or damaged name section gives an
   array of empty names (the specification says it must not fail a module).
   NULL when memory is exhausted. Length: imported + defined functions. */
dlw_str *dlw_module_function_names(dlw_ctx *cx, const dlw_module *m);
/* The same of data segments. */
dlw_str *dlw_module_segment_names(dlw_ctx *cx, const dlw_module *m);

/* Whether it has relocations for the next link: then no section may get another
   number. */
bool dlw_module_has_relocs(const dlw_module *m);

#endif
