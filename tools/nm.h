/* `dlweld nm`: symbols of a file, read (nm-read.c, nm-module.c) and printed
   (nm.c). */
#ifndef DLWELD_TOOLS_NM_H
#define DLWELD_TOOLS_NM_H

#include "seen.h"

typedef enum dlw_nm_kind {
  DLW_NM_FUNCTION,
  DLW_NM_DATA,
  DLW_NM_TLS,
  DLW_NM_ABSOLUTE,
  DLW_NM_GLOBAL,
  DLW_NM_TABLE,
  DLW_NM_TAG,
  DLW_NM_MEMORY,
} dlw_nm_kind;

/* What a value is. */
typedef enum dlw_nm_form {
  DLW_NM_NONE,
  DLW_NM_SLOT,     /* in the table */
  DLW_NM_ADDRESS,  /* in memory */
  DLW_NM_DISTANCE, /* from the TLS block's start */
  DLW_NM_NUMBER,   /* absolute */
  DLW_NM_INDEX,    /* of functions, globals, tables, tags */
} dlw_nm_form;

typedef struct dlw_nm_symbol {
  dlw_str name;
  dlw_str demangled; /* with -C, or {NULL,0} */
  dlw_str library;   /* whose export it is; of imports the module's name */
  uint8_t kind, form;
  char letter;
  bool defined, weak, local, hidden, libc;
  bool relative; /* the value counts from __table_base or __memory_base */
  bool has_size;
  uint64_t value, size;
  dlw_bytes type;  /* functions: encoded type, or empty */
  uint32_t number; /* library's, for the order */
} dlw_nm_symbol;

typedef struct dlw_nm_list {
  dlw_ctx *cx;
  dlw_str id; /* of a weldable library: what its names end in, after a dot */
  dlw_nm_symbol *items;
  uint32_t count, capacity;
} dlw_nm_list;

/* Appends a zeroed symbol; NULL: no memory. */
dlw_nm_symbol *dlw_nm_add(dlw_nm_list *list);

/* Symbols of an object. */
bool dlw_nm_object(dlw_nm_list *list, const dlw_object *o);
/* What a module exports and imports. */
bool dlw_nm_module(dlw_nm_list *list, const dlw_module *m, bool exports);
/* What the libraries in a welded module export. */
bool dlw_nm_welded(dlw_nm_list *list, const dlw_module *m, const dlw_welded *x);

/* The C++ name, or {NULL,0}: it is none. A library's suffix is shown as
   " (.libfoo.so)"; `id` as in dlw_nm_list. */
dlw_str dlw_demangle(dlw_ctx *cx, dlw_str name, dlw_str id);
/* Whether there is anything that can; reported. */
bool dlw_demangle_init(void);

#endif
