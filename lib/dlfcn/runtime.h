/* The run time's own declarations: its state, the index as typed pointers, and
   what its files offer each other.

   It is linked into programs that we know nothing about. So it includes
   nothing but the compiler's own headers, calls nothing outside this
   directory, demands no wasm feature, and its global names begin with
   __dlweld_. It allocates nothing: all that changes is in __dlweld_run and in
   one dlw_state a library. */
#ifndef DLWELD_DLFCN_RUNTIME_H
#define DLWELD_DLFCN_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index.h"

#define DLW_HIDDEN __attribute__((visibility("hidden")))
#define DLW_LIKELY(x) __builtin_expect(!!(x), 1)

/* Made by weld. Hidden: always of the same module as the run time. */
extern const unsigned char __dlweld_index[] DLW_HIDDEN;
extern dlw_state __dlweld_state[] DLW_HIDDEN;

#define DLW_PROGRAM 0u /* its library number */
#define DLW_NONE UINT32_MAX

/* Longest name that dlerror repeats whole, bytes. */
#define DLW_NAME_ROOM 320u

typedef enum dlw_fault {
  DLW_FAULT_NONE,
  DLW_FAULT_INDEX,      /* the index is damaged or of another version */
  DLW_FAULT_MODE,       /* name */
  DLW_FAULT_NOT_FOUND,  /* name */
  DLW_FAULT_AMBIGUOUS,  /* name, number: its first entry in the name table */
  DLW_FAULT_NOT_LOADED, /* name */
  DLW_FAULT_HANDLE,     /* value */
  DLW_FAULT_POINTER,    /* value: no string lies there */
  DLW_FAULT_SYMBOL,     /* name, number: the library or DLW_NONE */
} dlw_fault;

/* All that is mutable and not one library's. */
typedef struct dlw_run {
  uint8_t checked;                   /* DLW_INDEX_UNCHECKED and so on */
  uint32_t walk;                     /* number of the last walk */
  uint32_t last_loaded, last_global; /* ends of the two lists */

  /* The last fault. It is kept as it is and put in words by dlerror, as most
     misses of dlsym are expected and nobody asks. */
  uint32_t fault; /* dlw_fault */
  uint32_t number;
  const void *value;
  uint32_t name_size;
  char name[DLW_NAME_ROOM + 8]; /* whole words are written */

  char text[512]; /* what dlerror returned */
} dlw_run;

enum { DLW_INDEX_UNCHECKED, DLW_INDEX_GOOD, DLW_INDEX_BAD };

extern dlw_run __dlweld_run DLW_HIDDEN;

/* Checks the index header and sets the program up. False: reported. */
bool __dlweld_start(void);

static inline bool dlw_ready(void) {
  return DLW_LIKELY(__dlweld_run.checked == DLW_INDEX_GOOD) || __dlweld_start();
}

static inline const dlw_index_header *dlw_header(void) {
  return (const dlw_index_header *)__dlweld_index;
}

static inline const dlw_index_library *dlw_library(uint32_t number) {
  return (const dlw_index_library *)(__dlweld_index + dlw_header()->libraries) +
         number;
}

static inline const uint32_t *dlw_u32s(uint32_t offset) {
  return (const uint32_t *)(__dlweld_index + offset);
}

static inline const char *dlw_string(uint32_t offset) {
  return (const char *)(__dlweld_index + offset);
}

/* The number of the open library with that handle, or DLW_NONE; nothing is
   reported. The program is always open. */
static inline uint32_t dlw_handle_number(const void *handle) {
  uintptr_t distance = (uintptr_t)handle - (uintptr_t)__dlweld_state;
  if (distance % sizeof(dlw_state) != 0 ||
      distance / sizeof(dlw_state) >= dlw_header()->library_count)
    return DLW_NONE;
  uint32_t number = (uint32_t)(distance / sizeof(dlw_state));
  if (__dlweld_state[number].references == 0 && number != DLW_PROGRAM)
    return DLW_NONE;
  return number;
}

/* --- error.c: remember a fault for dlerror. --- */

/* A fault without a name. */
void __dlweld_fail(dlw_fault fault, const void *value);
/* One about the name of `size` bytes; `name` NULL stands for the program. */
void __dlweld_fail_name(dlw_fault fault, uint32_t number, const char *name,
                        size_t size);

/* --- name.c --- */

/* The library that dlopen's argument means, or DLW_NONE (reported). */
uint32_t __dlweld_find_library(const char *name, size_t size);

/* --- What weld's thunks call: as dlopen and dlsym, after the number of the
   library that calls. --- */

void *__dlweld_dlopen(uint32_t caller, const char *name, int mode);
void *__dlweld_dlsym(uint32_t caller, void *handle, const char *name);

/* --- What the public functions are. Each of those is an archive member of its
   own, so that a program may bring its own of some. --- */

int __dlweld_dlclose(void *handle);
char *__dlweld_dlerror(void);

#endif
