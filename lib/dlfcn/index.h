/* The index: what dlopen and dlsym read in the module's memory.

   lib/weld writes it into the generated object dlweld-index.o, the run time
   (lib/dlfcn) reads it; this header is the one description both include. It is
   compiled for the build machine and for wasm32 and wasm64, free-standing.

   All numbers are little-endian. The index is one read-only data segment.
   Every reference inside it is an offset from its first byte, so that only
   addresses of functions, data and the state need relocations (in -pie output
   each relocation costs code). "Word" is an address: 4 bytes in wasm32, 8 in
   wasm64; every word lies at a multiple of its size, and the index itself at a
   multiple of 16. Strings end in NUL; strings and tags are read eight bytes at
   a time, so the index ends with eight zero bytes that belong to nothing.

   The program is library number 0. Library numbers are positions in the order
   of the command line, the same on every run. */
#ifndef DLWELD_DLFCN_INDEX_H
#define DLWELD_DLFCN_INDEX_H

#include <stdint.h>

#define DLW_INDEX_VERSION 1u

/* First 16 bytes. A reader that has no better pointer can search for them. */
#define DLW_INDEX_MAGIC                                                        \
  {0x00, 'd', 'l', 'w', 'e', 'l', 'd', ' ', 'i', 'n', 'd', 'e', 'x', 0xf5,     \
   0x1e, 0x8a}

/* Names of symbols that weld and the run time agree on. */
#define DLW_SYMBOL_INDEX "__dlweld_index"  /* the index */
#define DLW_SYMBOL_STATE "__dlweld_state"  /* dlw_state[library_count] */

typedef struct dlw_index_header {
  uint8_t magic[16];
  uint32_t version;
  uint32_t size;          /* of the whole index, bytes */
  uint32_t library_count; /* with the program: 1 or more */
  uint32_t libraries;     /* offset of dlw_index_library[library_count] */
  uint32_t word_size;     /* 4 or 8 */
  uint32_t longest_name;  /* length of the longest name in the name table */
  /* The name table: how dlopen finds a library. */
  uint32_t name_buckets;  /* 1 or more */
  uint32_t name_starts;   /* offset of uint32_t[name_buckets + 1] */
  uint32_t name_count;
  uint32_t names;         /* offset of dlw_index_name[name_count] */
  uint32_t flags;         /* DLW_INDEX_* */
  uint32_t reserved;
  uint32_t state;         /* offset of a word: address of the state */
  uint32_t reserved2;
} dlw_index_header;

/* Header flags. A reader refuses bits it does not know. */
enum {
  /* The module's memory is shared, so that wasm-ld relocates a thread-local
     symbol to its distance from __tls_base: add the thread's own. */
  DLW_INDEX_TLS_RELATIVE = 1,
};

/* One way to name a library. Entries of bucket b are numbers starts[b] up to
   starts[b+1]; within a bucket they are in order of library number. */
typedef struct dlw_index_name {
  uint32_t hash;    /* dlw_index_hash, upper half, of the string */
  uint32_t string;  /* offset */
  uint32_t library;
  uint32_t kind;    /* DLW_NAME_* */
} dlw_index_name;

enum {
  DLW_NAME_EXACT = 0, /* soname or alias: no two libraries share one */
  /* The last path component of a soname or alias that has more than one
     component. Several libraries may share one; then it names none of them. */
  DLW_NAME_BASE = 1,
};

typedef struct dlw_index_library {
  uint32_t soname;       /* offset of its string */
  uint32_t flags;        /* DLW_LIBRARY_* */
  uint32_t aliases;      /* offset of uint32_t[alias_count], strings' offsets */
  uint32_t alias_count;
  uint32_t needed;       /* offset of uint32_t[needed_count], library numbers */
  uint32_t needed_count; /* direct dependencies, in order */
  uint32_t init;         /* offset of a word: table slot of a function () -> ()
                            that runs its constructors, or 0 for none */
  uint32_t strings;      /* offset that symbols' names count from */
  /* The symbol table, in buckets: symbols of bucket b are numbers starts[b] up
     to starts[b+1]. No two symbols of a library have one name. */
  uint32_t symbol_count;
  uint32_t buckets;      /* 1 or more */
  uint32_t starts;       /* offset of uint32_t[buckets + 1] */
  uint32_t tags;         /* offset of uint8_t[symbol_count], dlw_index_tag */
  uint32_t names;        /* offset of uint32_t[symbol_count]: kind in the top
                            two bits, below them the name's offset from
                            `strings` */
  uint32_t addresses;    /* offset of a word[symbol_count]: function: table
                            slot; data: memory address; 0: not in the module
                            (a program symbol that was not linked in; but a
                            thread-local one may be 0 from __tls_base) */
  uint32_t reserved[2];
} dlw_index_library;

enum {
  DLW_LIBRARY_PROGRAM = 1, /* number 0 */
};

enum {
  DLW_SYMBOL_FUNCTION = 0,
  DLW_SYMBOL_DATA = 1,
  DLW_SYMBOL_TLS = 2, /* address as wasm-ld relocates a TLS symbol: from
                         __tls_base with shared memory, else absolute */
};
#define DLW_SYMBOL_KIND_SHIFT 30
#define DLW_SYMBOL_NAME_MASK 0x3fffffffu

/* Average symbols a bucket when the table is built. */
#define DLW_BUCKET_LOAD 4u

/* What changes while the program runs; one a library, all zero at start and
   at a multiple of 16. The handle that dlopen returns is the address of a
   library's state, and so is the library's __dso_handle. All links are library
   numbers; the program starts every list, so 0 says that there is no next. */
typedef struct dlw_state {
  uint32_t references;  /* dlopen less dlclose */
  uint8_t stage;        /* DLW_STAGE_* */
  uint8_t global;       /* its symbols are found by RTLD_DEFAULT */
  uint16_t reserved;
  uint32_t order;       /* load order: the library loaded after it */
  uint32_t next_global; /* the library that became global after it */
  uint32_t opener;      /* the library whose dlopen loaded it, maybe itself */
  uint32_t mark;        /* number of the last walk that met it */
  uint32_t next;        /* that walk: the next library of its queue */
  uint32_t parent;      /* while OPENING: whose dependency it is here, */
  uint32_t edge;        /* and its own next dependency to look at */
  uint32_t reserved2[7];
} dlw_state;

enum {
  DLW_STAGE_CLOSED = 0,
  DLW_STAGE_LOADED = 1,  /* its constructors have yet to run */
  DLW_STAGE_OPENING = 2, /* they run now, or its dependencies' do */
  DLW_STAGE_OPEN = 3,
};

_Static_assert(sizeof(dlw_index_header) == 72, "index layout");
_Static_assert(sizeof(dlw_index_name) == 16, "index layout");
_Static_assert(sizeof(dlw_index_library) == 64, "index layout");
_Static_assert(sizeof(dlw_state) == 64, "index layout");

/* --- Hashing. A name of n bytes is taken as (n + 7) / 8 little-endian words of
   64 bits, the last filled up with zeros (names hold no NUL, so none are
   confused). Start with DLW_HASH_START, step once a word, then finish. --- */

#define DLW_HASH_START UINT64_C(0x9e3779b97f4a7c15)

static inline uint64_t dlw_index_hash_step(uint64_t h, uint64_t word) {
  h = (h ^ word) * UINT64_C(0xff51afd7ed558ccd);
  return h ^ (h >> 32);
}

static inline uint64_t dlw_index_hash_finish(uint64_t h) {
  return h * UINT64_C(0xc4ceb9fe1a85ec53);
}

/* Bucket of a hash among `buckets`: the upper half scaled. */
static inline uint32_t dlw_index_bucket(uint64_t hash, uint32_t buckets) {
  return (uint32_t)(((hash >> 32) * buckets) >> 32);
}

/* Tag: bits the bucket does not use. */
static inline uint8_t dlw_index_tag(uint64_t hash) {
  return (uint8_t)(hash >> 16);
}

#endif
