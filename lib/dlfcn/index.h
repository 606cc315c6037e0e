/* The index: what dlopen and dlsym read in the module's memory, and hosts and
   tools in the custom section dlsym.0 (docs/dlsym-section.md).

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

#define DLW_INDEX_VERSION 3u

/* First 16 bytes. A reader that has no better pointer can search for them. */
#define DLW_INDEX_MAGIC                                                        \
  {0x00, 'd', 'l', 'w', 'e', 'l',  'd',  ' ',                                  \
   'i',  'n', 'd', 'e', 'x', 0xf5, 0x1e, 0x8a}

/* Names of symbols that weld and the run time agree on. */
#define DLW_SYMBOL_INDEX "__dlweld_index" /* the index */
#define DLW_SYMBOL_STATE "__dlweld_state" /* a state for each library */
#define DLW_SYMBOL_NAMES "__dlweld_names" /* see DLW_LIBRARY_SMALL */

/* Bytes of one library's state (runtime.h has what is in it). All zero at
   start, at a multiple of 16. The address of a library's state is the handle
   that dlopen returns, and the library's __dso_handle. */
#define DLW_STATE_SIZE(word_size) ((word_size) == 4 ? 80u : 96u)

typedef struct dlw_index_header {
  uint8_t magic[16];
  uint32_t version;
  uint32_t size;          /* of the whole index, bytes */
  uint32_t library_count; /* with the program: 1 or more */
  uint32_t libraries;     /* offset of dlw_index_library[library_count] */
  uint32_t word_size;     /* 4 or 8 */
  uint32_t longest_name;  /* length of the longest name in the name table */
  /* The name table: how dlopen finds a library. */
  uint32_t name_buckets; /* 1 or more */
  uint32_t name_starts;  /* offset of uint32_t[name_buckets + 1] */
  uint32_t name_count;
  uint32_t names;   /* offset of dlw_index_name[name_count] */
  uint32_t flags;   /* none yet: a reader refuses what it does not know */
  uint32_t startup; /* offset of uint32_t[startup_count]: the startup
                       libraries in load order, breadth first */
  uint32_t startup_count;
  uint32_t state;     /* offset of a word: address of the state */
  uint32_t slots_end; /* offset of a word: table slot behind the last
                         library's own, as dlw_index_library.mark */
  uint32_t exit;      /* offset of a word: table slot of __dlweld_exit, or 0
                         if no library has destructors for it */
  uint32_t tls_probe; /* offset of a word: the address, as the linker
                         relocates it, of a thread-local DLW_TLS_PROBE, or 0
                         if no library has thread-local data */
  uint32_t owners;    /* offset of a word: address of dlw_index_owners, or 0 */
  uint32_t library_size; /* of one dlw_index_library, bytes */
  uint32_t types;        /* offset of uint32_t[type_count + 1]: the encoded
                            function type n (as in a module's type section, from
                            0x60 on) lies from offset n up to offset n + 1 */
  uint32_t type_count;   /* UINT16_MAX - 1 at most */
} dlw_index_header;

/* Slots that no mark tells of, because the linker compiled their functions from
   bitcode: a table in zeroed memory that is filled after the link, as far as
   the functions' names tell. */
typedef struct dlw_index_owner {
  uint32_t slot, library;
} dlw_index_owner;

typedef struct dlw_index_owners {
  uint32_t count; /* 0 where nobody filled it */
  uint32_t reserved;
  dlw_index_owner items[]; /* slots ascending */
} dlw_index_owners;

/* Whether wasm-ld relocates a thread-local symbol to its address or to its
   distance from __tls_base depends on its version and the objects' features.
   Where memory holds these eight bytes at the probe's relocated address, it is
   the address; else it is the distance. */
#define DLW_TLS_PROBE {0xd1, 0x77, 'T', 'L', 'S', 0x9b, 0xe0, 0x5c}

/* One way to name a library. Entries of bucket b are numbers starts[b] up to
   starts[b+1]; within a bucket they are in order of library number. */
typedef struct dlw_index_name {
  uint32_t hash;   /* dlw_index_hash, upper half, of the string */
  uint32_t string; /* offset */
  uint32_t library;
  uint32_t kind; /* DLW_NAME_* */
} dlw_index_name;

enum {
  DLW_NAME_EXACT = 0, /* soname or alias: no two libraries share one */
  /* The last path component of a soname or alias that has more than one
     component. Several libraries may share one; then it names none of them. */
  DLW_NAME_BASE = 1,
};

typedef struct dlw_index_library {
  uint32_t soname;  /* offset of its string */
  uint32_t flags;   /* DLW_LIBRARY_* */
  uint32_t aliases; /* offset of uint32_t[alias_count], strings' offsets */
  uint32_t alias_count;
  uint32_t needed;       /* offset of uint32_t[needed_count], library numbers */
  uint32_t needed_count; /* direct dependencies, in order */
  uint32_t init;         /* offset of a word: table slot of a function () -> ()
                            that runs its constructors, or 0 for none */
  uint32_t fini;         /* the same for its __attribute__((destructor))
                            functions, the last one first */
  uint32_t strings;      /* offset that symbols' names count from */
  /* The symbol table, in buckets: symbols of bucket b are numbers starts[b] up
     to starts[b+1]. No two symbols of a library have one name. */
  uint32_t symbol_count;
  uint32_t buckets;     /* 1 or more */
  uint32_t starts;      /* offset of uint32_t[buckets + 1] */
  uint32_t tags;        /* offset of uint8_t[symbol_count], dlw_index_tag */
  uint32_t names;       /* offset of uint32_t[symbol_count]: kind in the top
                           two bits, DLW_SYMBOL_LIBC, and below them the name's
                           offset from `strings` */
  uint32_t addresses;   /* offset of a word[symbol_count]: function: table
                           slot; data: memory address; 0: not in the module
                           (a program symbol that was not linked in; but a
                           thread-local or absolute one may be 0) */
  uint32_t sizes;       /* offset of dlw_index_size[size_count] */
  uint32_t size_count;  /* of its symbols those that are data */
  uint32_t mark;        /* offset of a word, 0 for the program: a table slot.
                           Functions of this library that are in the table but
                           no exports have slots above it and below the next
                           library's (the last one's: header.slots_end) */
  uint32_t ranges;      /* offset of dlw_index_range[range_count] */
  uint32_t range_count; /* 0 for the program */
  uint32_t image;       /* with DLW_LIBRARY_UNLOAD: offset of a word: address
                           of room for all its DATA ranges together, else 0 */
  uint32_t edges;       /* offset from the start of the state: room for
                           uint32_t[edge_room], behind all states, or 0 if it
                           has no dependencies */
  uint32_t edge_room;   /* as many as the libraries that it depends on, also
                           indirectly; but if that are more than
                           DLW_EDGE_LIMIT, needed_count will do */
  uint32_t slots;       /* offset of two words, or 0: table slots from the first
                           up to the second are this library's besides those
                           above its mark */
  uint32_t symbol_types; /* offset of uint16_t[symbol_count]: 1 + the number of
                            a function's type, or 0 where it is none or not
                            known; offset 0: not known of any */
  uint32_t run_paths;    /* offset of uint32_t[run_path_count], strings' */
  uint32_t run_path_count; /* directories, as they were given */
  uint32_t text; /* DLW_LIBRARY_SMALL: offset from __dlweld_names, else 0 */
} dlw_index_library;

enum {
  DLW_LIBRARY_PROGRAM = 1, /* number 0 */
  DLW_LIBRARY_STARTUP = 2, /* open from the start */
  DLW_LIBRARY_UNLOAD = 4,  /* the last dlclose takes it down */
  /* Its symbol table is not in buckets but sorted by name (as bytes; the
     shorter first), and the names are coded, in blocks of DLW_SMALL_BLOCK
     symbols:

       buckets  the number of blocks
       starts   offset of dlw_index_block[buckets]
       tags     offset of uint8_t[symbol_count]: kind in the top two bits, below
                them DLW_SMALL_LIBC
       names    0

     A block is for each symbol a byte, how many bytes its name has in common
     with the one before (0 at the start of a block), and the rest of the name
     with NUL; they follow one another in order. There is room for the names as
     a whole in __dlweld_names, zeros at first, for those that must be strings:
     where `text` says, in order. */
  DLW_LIBRARY_SMALL = 8,
  DLW_LIBRARY_NO_SYMBOLS = 16, /* index=none: symbol_count is 0 */
  /* A reader refuses other flags in the lower 16 bits, and ignores them in the
     upper ones. */
};

#define DLW_SMALL_BLOCK 16u
#define DLW_SMALL_LIBC 0x20u /* as DLW_SYMBOL_LIBC */
#define DLW_SMALL_KIND_SHIFT 6

typedef struct dlw_index_block {
  uint32_t coded; /* offset from `strings` */
  uint32_t text;  /* of its first name, from the library's `text` */
} dlw_index_block;

enum {
  DLW_SYMBOL_FUNCTION = 0,
  DLW_SYMBOL_DATA = 1,
  DLW_SYMBOL_TLS = 2,      /* see DLW_TLS_PROBE */
  DLW_SYMBOL_ABSOLUTE = 3, /* no address but a number, maybe 0 */
};
#define DLW_SYMBOL_KIND_SHIFT 30
/* The program's, but of the archives of the C and C++ run time: what on Linux
   would be libc.so's and come behind every library. */
#define DLW_SYMBOL_LIBC 0x20000000u
#define DLW_SYMBOL_NAME_MASK 0x1fffffffu

/* Size of a data symbol. In order of symbol number. */
typedef struct dlw_index_size {
  uint32_t symbol;
  uint32_t size; /* bytes; UINT32_MAX for more */
} dlw_index_size;

/* Memory that holds a library's data, exported or not: three words. */
typedef struct dlw_index_range32 {
  uint32_t start, end; /* addresses */
  uint32_t kind;       /* DLW_RANGE_* */
} dlw_index_range32;
typedef struct dlw_index_range64 {
  uint64_t start, end, kind;
} dlw_index_range64;

enum {
  DLW_RANGE_CONST = 0, /* never written to */
  DLW_RANGE_DATA = 1,  /* initialised from the module's data segments */
  DLW_RANGE_ZERO = 2,  /* zeros at first */
  DLW_RANGE_TLS = 3,   /* thread-local: as DLW_SYMBOL_TLS; with memory that is
                          not shared this is the one thread's block */
};

/* For dlw_index_library.edge_room. */
#define DLW_EDGE_LIMIT 64u

/* Average symbols a bucket when the table is built. */
#define DLW_BUCKET_LOAD 4u

_Static_assert(sizeof(dlw_index_header) == 100, "index layout");
_Static_assert(sizeof(dlw_index_name) == 16, "index layout");
_Static_assert(sizeof(dlw_index_library) == 112, "index layout");

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
