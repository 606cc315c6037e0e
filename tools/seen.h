/* What `dlweld ls` sees in a file: libraries with their names, dependencies,
   sizes and exports, whatever kind of file they are in. */
#ifndef DLWELD_TOOLS_SEEN_H
#define DLWELD_TOOLS_SEEN_H

#include "dlfcn/index.h"
#include "index/welded.h"
#include "object/archive.h"
#include "object/bitcode.h"
#include "print.h"
#include "weld/weldable.h"

typedef enum dlw_seen_kind {
  DLW_SEEN_OTHER,    /* what dlw_kind_name says */
  DLW_SEEN_WELDED,   /* a module or an object with an index */
  DLW_SEEN_WELDABLE, /* a weldable library */
  DLW_SEEN_SHARED,   /* a shared module: the linker's own */
} dlw_seen_kind;

typedef struct dlw_seen_export {
  dlw_str name;
  uint8_t kind;   /* DLW_SYMBOL_* */
  bool has_value; /* in welded modules whose values are final */
  uint64_t value;
} dlw_seen_export;

/* Bytes of each kind of data. */
typedef struct dlw_seen_data {
  uint64_t constant, data, zero, tls;
} dlw_seen_data;

typedef struct dlw_seen_library {
  dlw_str soname; /* of the program: "" */
  uint32_t flags; /* DLW_LIBRARY_* */
  bool init, fini;
  bool has_code, has_data;
  uint64_t code; /* bytes */
  dlw_seen_data data;
  dlw_list needed, aliases, run_paths; /* needed: sonames */
  dlw_seen_export *exports;            /* sorted by name */
  uint32_t export_count;
} dlw_seen_library;

typedef struct dlw_seen {
  dlw_ctx cx; /* has all memory */
  dlw_str path;
  bool list;
  dlw_file file;
  dlw_seen_kind kind;
  dlw_kind format;
  bool ok;         /* else it could not be read; reported */
  char *error;     /* then the first message; heap */
  bool has_module; /* a module or an object */
  dlw_module module;
  dlw_welded welded; /* DLW_SEEN_WELDED */
  dlw_archive archive;
  dlw_bitcode_info bitcode;
  dlw_seen_library *libraries;
  uint32_t library_count;
} dlw_seen;

/* Opens and reads a file; always to be followed by dlw_seen_done. `list`: the
   exports of welded modules are wanted, not only their number. */
void dlw_seen_read(dlw_seen *s, const char *path, bool list);
void dlw_seen_done(dlw_seen *s);

/* "welded module", "archive" ... */
const char *dlw_seen_name(const dlw_seen *s);
/* The program is "the program". */
dlw_str dlw_seen_title(const dlw_seen_library *lib);
/* "function", "data", "tls", "absolute" */
const char *dlw_seen_kind_name(uint8_t kind);
/* A library's flags as words: "startup, init"; the number of words. */
unsigned dlw_seen_flags(const dlw_seen_library *lib, const char *words[8]);

/* Appends an encoded function type as "(i32, i64) -> f32"; what it cannot read
   is "?". */
void dlw_text_type(dlw_buf *b, dlw_bytes type);
/* Bytes of the body of the function in that table slot; false: it cannot be
   told. */
struct dlw_layout;
bool dlw_slot_code(const dlw_module *m, const struct dlw_layout *layout,
                   uint64_t slot, uint32_t *function, uint64_t *size);

/* ls-tree.c, ls-json.c. */
bool dlw_ls_tree(const dlw_print *p, dlw_seen *const *files, uint32_t count);
struct dlw_json;
void dlw_ls_json(struct dlw_json *j, const dlw_seen *s, bool list);

#endif
