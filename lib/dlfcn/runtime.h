/* The run time's own declarations: its state, the index as typed pointers, and
   what its files offer each other.

   It is linked into programs that we know nothing about. So it includes
   nothing but the compiler's own headers, calls nothing outside this
   directory (but for exit.c, which programs without destructors do not get),
   demands no wasm feature, and its global names begin with __dlweld_. All that
   changes is in __dlweld_run and in one dlw_state a library. */
#ifndef DLWELD_DLFCN_RUNTIME_H
#define DLWELD_DLFCN_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index.h"
#include "lock.h"

#define DLW_HIDDEN __attribute__((visibility("hidden")))
#define DLW_LIKELY(x) __builtin_expect(!!(x), 1)

/* What changes of one library while the program runs. All zero at start, and
   again once the library has been taken down. Its address is the library's
   handle. Links that are library numbers: the program is the first of every
   list, so 0 says that there is no next. */
typedef struct __attribute__((aligned(16))) dlw_state {
  /* struct link_map, as <link.h> has it. */
  uintptr_t address;         /* l_addr: that of this state */
  const char *soname;        /* l_name: "" for the program */
  const void *dynamic;       /* l_ld: NULL */
  struct dlw_state *later;   /* l_next: the library loaded after it */
  struct dlw_state *earlier; /* l_prev */

  uint32_t references; /* dlopen less dlclose */
  uint16_t flags;      /* DLW_STATE_* */
  uint8_t stage;       /* DLW_STAGE_* */
  uint8_t reserved;
  uint32_t next_global; /* the library that became global after it */
  uint32_t next_root;   /* the library first opened by name after it; */
  uint32_t rank;        /* how many had been by then, with it */
  uint32_t loader;      /* the library that depends on it and had it loaded;
                           itself if dlopen did, or if that one is gone */

  /* The last walk, order.c. */
  uint32_t mark;   /* number of the last one that met it */
  uint32_t next;   /* the next library of its queue */
  uint32_t parent; /* depth first: whose dependency it is, */
  uint32_t edge;   /* how many of its own have been looked at, */
  uint32_t sorted; /* the library that was finished before it */

  /* While LOADED: a place among those to be constructed. Else the next that is
     to be taken down after it. */
  uint32_t pending;
  uint32_t before; /* the one in front of it, or 0. At exit, once OPEN: the one
                      whose destructors run after its own */
  uint32_t frame;  /* which dlopen sees to it, or 0: none yet. Once OPEN: how
                      many libraries had been opened by name by then */
} dlw_state;

_Static_assert(sizeof(dlw_state) == DLW_STATE_SIZE(sizeof(void *)),
               "index.h knows the size");

enum {
  DLW_STAGE_CLOSED = 0,
  DLW_STAGE_LOADED = 1,   /* its constructors have yet to run */
  DLW_STAGE_OPEN = 2,     /* they have run or run now */
  DLW_STAGE_FINISHED = 3, /* its destructors have run or run now. At exit it
                             may still be opened, and constructed again */
};

enum {
  DLW_STATE_GLOBAL = 1,    /* its symbols are found by RTLD_DEFAULT */
  DLW_STATE_ROOT = 2,      /* a dlopen has named it since it was loaded */
  DLW_STATE_NODELETE = 4,  /* it is never taken down */
  DLW_STATE_DEEP = 8,      /* RTLD_DEFAULT finds its own symbols first */
  DLW_STATE_BUSY = 16,     /* its constructors run now, */
  DLW_STATE_OPENING = 32,  /* or those of what it depends on */
  DLW_STATE_DOOMED = 64,   /* it is being taken down: destructors are to run, */
  DLW_STATE_REMOVED = 128, /* or have run; its symbols are not found */
  DLW_STATE_SAVED = 256,   /* its image has been copied; for good */
  DLW_STATE_SORTED = 512,  /* order.c: its edges have been set; */
  DLW_STATE_LEAF = 1024,   /* it is taken to have none */
  DLW_STATE_ORPHAN = 2048, /* its loader is gone */
  DLW_STATE_SHALLOW = 4096, /* its search list ends with what it depends on
                               directly */
  DLW_STATE_LEFT = 8192,    /* it gets such a list */
  DLW_STATE_LAST = 16384,   /* at exit: its destructors are to run, or run */
};

/* Made by weld. Hidden: always of the same module as the run time. */
extern const unsigned char __dlweld_index[] DLW_HIDDEN;
extern dlw_state __dlweld_state[] DLW_HIDDEN;

#define DLW_PROGRAM 0u /* its library number */
#define DLW_NONE UINT32_MAX

/* Longest name that dlerror repeats whole, bytes. */
#define DLW_NAME_ROOM 320u

typedef enum dlw_fault {
  DLW_FAULT_NONE,
  DLW_FAULT_INDEX,     /* the index is damaged or of another version */
  DLW_FAULT_MODE,      /* name */
  DLW_FAULT_NOT_FOUND, /* name */
  DLW_FAULT_AMBIGUOUS, /* name, number: its first entry in the name table */
  DLW_FAULT_UNLOADING, /* name */
  DLW_FAULT_SPACE,     /* name: not in dlmopen's namespace */
  DLW_FAULT_HANDLE,    /* value */
  DLW_FAULT_POINTER,   /* value: no string lies there */
  DLW_FAULT_SYMBOL,    /* name, number: the library or DLW_NONE */
  DLW_FAULT_REQUEST,   /* value: dlinfo's, a number */
  DLW_FAULT_ANSWER,    /* value: nothing can be stored there */
} dlw_fault;

/* A dependency that came about by dlsym(RTLD_DEFAULT): as long as `from` is
   loaded, `to` is. */
typedef struct dlw_use {
  uint32_t from, to;
} dlw_use;

#define DLW_USES 32u

/* All that is mutable and not one library's. */
typedef struct dlw_run {
  uint8_t checked;      /* DLW_INDEX_UNCHECKED and so on */
  uint8_t libc_symbols; /* the program has some */
  uint8_t tls_absolute; /* thread-local symbols have addresses, not distances
                           from the thread's block */
  uint32_t walk;        /* number of the last walk */
  uint32_t last_loaded, last_global, last_root; /* ends of the lists */
  uint64_t loads, unloads; /* of libraries, ever; the program counts */
  uint32_t pending;        /* the first library that is to be constructed */
  uint32_t frame;          /* how many dlopens are under way */
  uint32_t ranks;          /* how many libraries have been opened by name */
  uint8_t collecting;      /* libraries are being taken down; */
  uint8_t collect_again;   /* it has to be looked again for such */
  uint32_t use_count;
  dlw_use uses[DLW_USES];
  void (*run_exits)(uint32_t library); /* exit.c's, if it is there */
} dlw_run;

enum { DLW_INDEX_UNCHECKED, DLW_INDEX_GOOD, DLW_INDEX_BAD };

extern dlw_run __dlweld_run DLW_HIDDEN;

/* A thread's last fault. It is kept as it is and put in words by dlerror, as
   most misses of dlsym are expected and nobody asks. */
typedef struct dlw_error {
  uint32_t fault; /* dlw_fault */
  uint32_t number;
  const void *value;
  uint32_t name_size;
  char name[DLW_NAME_ROOM + 8]; /* whole words are written */

  char text[512]; /* what dlerror returned */
} dlw_error;

extern DLW_THREAD_LOCAL dlw_error __dlweld_error DLW_HIDDEN;

/* Checks the index header and sets the program up. False: reported. */
bool __dlweld_start(void);

static inline bool dlw_ready(void) {
  return DLW_LIKELY(dlw_load(&__dlweld_run.checked) == DLW_INDEX_GOOD) ||
         __dlweld_start();
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

/* A word of the index: an address or a table slot. */
static inline uintptr_t dlw_address(uint32_t offset) {
  return *(const uintptr_t *)(__dlweld_index + offset);
}

/* The kind of a library's symbol, DLW_SYMBOL_*, whatever form its table has. */
static inline uint32_t dlw_symbol_kind(const dlw_index_library *library,
                                       uint32_t symbol) {
  return library->flags & DLW_LIBRARY_SMALL
             ? (__dlweld_index + library->tags)[symbol] >> DLW_SMALL_KIND_SHIFT
             : dlw_u32s(library->names)[symbol] >> DLW_SYMBOL_KIND_SHIFT;
}

/* Calls the function () -> () whose slot is the word at `offset`, if any. */
static inline void dlw_call(uint32_t offset) {
  if (offset != 0)
    ((void (*)(void))dlw_address(offset))();
}

/* Whether the library has been open since before the program began. */
static inline bool dlw_at_start(uint32_t number) {
  return dlw_library(number)->flags &
         (DLW_LIBRARY_PROGRAM | DLW_LIBRARY_STARTUP);
}

/* The number of the library whose state is at that distance from the first, or
   a large number where there is none. Without division, as dlsym begins with
   it: the odd part of the size has an inverse, and only its multiples come out
   small. */
static inline uintptr_t dlw_state_number(uintptr_t distance) {
  const uintptr_t size = sizeof(dlw_state), even = size & (0 - size);
  const uintptr_t odd = size / even;
  uintptr_t inverse = odd;      /* of its lowest three bits; */
  inverse *= 2 - odd * inverse; /* 6, */
  inverse *= 2 - odd * inverse; /* 12, */
  inverse *= 2 - odd * inverse; /* 24, */
  inverse *= 2 - odd * inverse; /* 48, */
  inverse *= 2 - odd * inverse; /* all */
  return distance % even != 0 ? UINTPTR_MAX : distance / even * inverse;
}

static inline uint32_t dlw_number(const dlw_state *state) {
  return (uint32_t)dlw_state_number((uintptr_t)state -
                                    (uintptr_t)__dlweld_state);
}

/* The number of the open library with that handle, or DLW_NONE; nothing is
   reported. The program is always open. */
static inline uint32_t dlw_handle_number(const void *handle) {
  uintptr_t number =
      dlw_state_number((uintptr_t)handle - (uintptr_t)__dlweld_state);
  if (number >= dlw_header()->library_count ||
      (__dlweld_state[number].references == 0 && number != DLW_PROGRAM))
    return DLW_NONE;
  return (uint32_t)number;
}

/* The library whose __dso_handle that is; the program for all else. */
static inline uint32_t dlw_library_of(const void *dso) {
  uintptr_t number =
      dlw_state_number((uintptr_t)dso - (uintptr_t)__dlweld_state);
  return number < dlw_header()->library_count ? (uint32_t)number : DLW_PROGRAM;
}

/* --- order.c --- */

/* A new number for a walk, one that no library is marked with. */
uint32_t __dlweld_new_walk(void);
/* Makes a list through `next`, from `root` to DLW_NONE: the library and what it
   depends on, breadth first, each once and marked with the returned number. */
uint32_t __dlweld_search_list(uint32_t root);
/* Makes a list through `sorted`, to DLW_NONE: `root`, which it begins with, and
   what it depends on, dependents first; constructors run from its end. Sets the
   library's edges. */
uint32_t __dlweld_constructor_order(uint32_t root);
/* The same of all that is loaded; returns its first. */
uint32_t __dlweld_destructor_order(void);

/* The library at the end of those that had each the next one loaded. */
uint32_t __dlweld_loader(uint32_t number);
/* Whether the search list of `root`, which holds the library, is in the scope
   of its own that the library has. */
bool __dlweld_has_scope(uint32_t number, uint32_t root);

/* --- open.c --- */

/* Puts a library at the end of the load order, */
void __dlweld_load(uint32_t number, uint32_t loader, uint16_t flags);
/* or of the global scope, */
void __dlweld_append_global(uint32_t number);
/* takes it out of those that are to be constructed, */
void __dlweld_remove_pending(uint32_t number);
/* constructs it and what it depends on. */
void __dlweld_construct(uint32_t root);

/* --- close.c --- */

/* Copies the library's data as they are at first, if it can be unloaded. */
void __dlweld_save(uint32_t number);
/* Whether it stays once it is loaded. */
bool __dlweld_stays(uint32_t number);
/* Takes down what is not in use. */
void __dlweld_collect(void);
/* Runs a library's destructors, then its exit entries. */
void __dlweld_finish(uint32_t number);

/* What the address word of a thread-local symbol counts from: 0 or the calling
   thread's block. */
uintptr_t __dlweld_thread_base(void);

/* --- error.c: remember a fault for dlerror. --- */

/* A fault without a name. */
void __dlweld_fail(dlw_fault fault, const void *value);
/* One about the name of `size` bytes; `name` NULL stands for the program. */
void __dlweld_fail_name(dlw_fault fault, uint32_t number, const char *name,
                        size_t size);

/* --- text.c --- */

/* The name of a library's symbol. It stays as it is. */
const char *__dlweld_symbol_text(const dlw_index_library *library,
                                 uint32_t symbol);

/* --- name.c --- */

/* The library that dlopen's argument means, or DLW_NONE (reported). */
uint32_t __dlweld_find_library(const char *name, size_t size);

/* --- What weld's generated code calls. `caller`: number of the library whose
   reference to dlopen, say, it stands for. --- */

void *__dlweld_dlopen(uint32_t caller, const char *name, int mode);
void *__dlweld_dlmopen(uint32_t caller, long space, const char *name, int mode);
void *__dlweld_dlsym(uint32_t caller, void *handle, const char *name);
void *__dlweld_dlvsym(uint32_t caller, void *handle, const char *name,
                      const char *version);

/* exit.c. `dso`: the library's __dso_handle. */
int __dlweld_atexit(uint32_t caller, void (*function)(void));
int __dlweld_cxa_atexit(void (*function)(void *), void *argument, void *dso);
/* The same of libraries that were shared modules: `dso` says nothing then. */
int __dlweld_cxa_atexit_of(uint32_t caller, void (*function)(void *),
                           void *argument, void *dso);
int __dlweld_cxa_thread_atexit_of(uint32_t caller, void (*function)(void *),
                                  void *object, void *dso);
/* thread-exit.c */
int __dlweld_cxa_thread_atexit(void (*function)(void *), void *object,
                               void *dso);
/* exit.c. At exit, behind all exit entries: the program's and the libraries'
   __attribute__((destructor)) functions. */
void __dlweld_exit(void);

/* Constructs the startup libraries. (From a constructor of start.c.) */
void __dlweld_start_libraries(void);

/* --- What the public functions are. Each of those is an archive member of its
   own, so that a program may bring its own of some. --- */

int __dlweld_dlclose(void *handle);
char *__dlweld_dlerror(void);

#endif
