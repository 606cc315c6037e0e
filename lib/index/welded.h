/* What the index of a finished module says (dlfcn/index.h), decoded: libraries,
   and of each its names, dependencies, ranges and symbols. It is read from the
   custom section dlsym.0, or, where that was stripped, from the data. Nothing
   is trusted: every offset and count is checked against the index's size.
   Format: docs/dlsym-section.md. */
#ifndef DLWELD_INDEX_WELDED_H
#define DLWELD_INDEX_WELDED_H

#include "object/module.h"

#define DLW_DLSYM_SECTION "dlsym.0"

/* Bytes of the section's payload before the copy of the index. */
#define DLW_DLSYM_HEAD 16u

/* Ids of what may follow the copy (id byte, size as varuint32, payload). */
enum {
  /* Table slots of functions compiled from bitcode: varuint32 count; of each
     slot and library number as varuint32, slots ascending. */
  DLW_DLSYM_OWNERS = 1,
};

typedef struct dlw_welded_symbol {
  dlw_str name;
  uint8_t kind;   /* DLW_SYMBOL_* */
  bool libc;      /* the program's, but of the C or C++ run time */
  dlw_bytes type; /* function: encoded type, or empty: not known */
  uint64_t value; /* table slot, address, distance from the TLS block, number */
  uint64_t size;  /* data: bytes; UINT32_MAX: that or more */
  uint32_t offset; /* of the value's word in the index */
  uint32_t where;  /* of its name in the index; of coded ones, of the rest */
} dlw_welded_symbol;

typedef struct dlw_welded_range {
  uint64_t start, end;
  uint32_t kind;   /* DLW_RANGE_* */
  uint32_t offset; /* of the two words in the index */
} dlw_welded_range;

/* A word of the index that may be missing. */
typedef struct dlw_welded_word {
  uint32_t offset; /* in the index; 0: there is none */
  uint64_t value;
} dlw_welded_word;

typedef struct dlw_welded_library {
  dlw_str soname; /* of the program something: dlw_welded_title */
  uint32_t flags; /* DLW_LIBRARY_* */
  dlw_str *aliases;
  uint32_t alias_count;
  uint32_t *needed; /* numbers */
  uint32_t needed_count;
  dlw_str *run_paths;
  uint32_t run_path_count;
  dlw_welded_word init, fini; /* slots of functions () -> () */
  dlw_welded_word mark;       /* its functions that are no exports have slots
                                 above this and below the next library's */
  dlw_welded_word slots[2];   /* from the first up to the second are its own */
  dlw_welded_word image;      /* address of room for its data's first image */
  dlw_welded_range *ranges;
  uint32_t range_count;
  dlw_welded_symbol *symbols; /* in the order of the index */
  uint32_t symbol_count;
} dlw_welded_library;

typedef struct dlw_welded_owner {
  uint32_t slot, library;
} dlw_welded_owner;

/* All of it is in the context's arena, or a slice of the module. */
typedef struct dlw_welded {
  bool memory64;
  uint32_t version;
  dlw_bytes bytes;  /* the index as it was read; from the section its copy */
  bool in_section;  /* read from dlsym.0; else from the data */
  bool relative;    /* table slots count from __table_base, addresses from
                       __memory_base, which the module imports */
  bool relocatable; /* the module is an object (it has a section "linking", and
                       exports nothing): no value is final */
  uint64_t address; /* of the index in memory; 0: not known, as in an object, or
                       in a passive segment without the section */
  uint32_t types;   /* function types in the index */
  dlw_welded_library *libraries; /* number 0 is the program */
  uint32_t library_count;
  uint32_t *startup; /* numbers, in load order */
  uint32_t startup_count;
  dlw_welded_word state, slots_end, exit, tls_probe, owners;
  dlw_welded_owner *owner; /* from the section's DLW_DLSYM_OWNERS */
  uint32_t owner_count;
} dlw_welded;

/* What became of a search. */
typedef enum dlw_welded_found {
  DLW_WELDED_ERROR, /* damaged, of a later version, twice: reported, with where
                       in the file and which field */
  DLW_WELDED_NONE,  /* the module is not welded, or nothing can be found */
  DLW_WELDED_READ,
} dlw_welded_found;

/* Reads the index of a module (or an object: what -r makes). Linear in the size
   of section and data, and code is not looked at. When it is read, dlsym would
   find each symbol: hashes, buckets and the order of names are right. What
   words hold is not looked at. */
dlw_welded_found dlw_welded_read(dlw_ctx *cx, const dlw_module *m,
                                 dlw_welded *out);
/* Only from the data, whatever the section says; `address` is where the index
   is, or 0 to search for it, as is done in any case where code puts the segments
   in place (--shared-memory). In `relative` modules words in the data are mostly
   not final. */
dlw_welded_found dlw_welded_read_data(dlw_ctx *cx, const dlw_module *m,
                                      uint64_t address, dlw_welded *out);

/* The program is "the program" to people. */
dlw_str dlw_welded_title(const dlw_welded *x, uint32_t library);

/* Where in the file the index's byte `offset` is; UINT64_MAX: not known, since
   data segments had to be joined. */
uint64_t dlw_welded_place(const dlw_module *m, const dlw_welded *x,
                          uint32_t offset);

#endif
