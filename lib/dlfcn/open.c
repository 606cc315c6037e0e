/* dlopen and dlclose: finding, loading, promoting, constructing.

   Everything is in the module from the start; "loaded" is a mark, and
   constructors are what is left to do. Loading and promoting finish before the
   first constructor runs, so that constructors find all in order when they
   call dlopen and dlsym themselves.

   Constructors run depth first: a library's dependencies in their order, each
   after its own, then the library. A dependency that waits for its own
   dependencies (a cycle) is passed over, so that the one of a cycle which is
   reached first runs last. Each runs once. */
#include "dlfcn.h"
#include "key.h"

#define RTLD_LOCAL_WASI 8 /* newer wasi-libc's RTLD_LOCAL, glibc's DEEPBIND */
#define KNOWN_MODES                                                            \
  (RTLD_LAZY | RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL | RTLD_LOCAL_WASI |        \
   RTLD_NODELETE | RTLD_DEEPBIND)

static void append_loaded(uint32_t number, uint32_t loader) {
  dlw_run *run = &__dlweld_run;
  dlw_state *state = &__dlweld_state[number];
  state->stage = DLW_STAGE_LOADED;
  state->address = (uintptr_t)state;
  state->soname = dlw_string(dlw_library(number)->soname);
  state->loader = loader;
  state->earlier = &__dlweld_state[run->last_loaded];
  state->earlier->later = state;
  run->last_loaded = number;
  run->loads++;
}

/* Puts a library and what it depends on into the load order, breadth first.
   What is loaded has its dependencies loaded, so the list is the queue. */
static void load(uint32_t root) {
  if (__dlweld_state[root].stage != DLW_STAGE_CLOSED)
    return;
  append_loaded(root, root);
  for (const dlw_state *at = &__dlweld_state[root]; at; at = at->later) {
    const dlw_index_library *library = dlw_library(dlw_number(at));
    const uint32_t *needed = dlw_u32s(library->needed);
    for (uint32_t i = 0; i < library->needed_count; i++)
      if (__dlweld_state[needed[i]].stage == DLW_STAGE_CLOSED)
        append_loaded(needed[i], root);
  }
}

static void append_global(uint32_t number) {
  __dlweld_state[number].flags |= DLW_STATE_GLOBAL;
  __dlweld_state[__dlweld_run.last_global].next_global = number;
  __dlweld_run.last_global = number;
}

/* Makes a library and what it depends on global; in the same way. */
static void promote(uint32_t root) {
  if (__dlweld_state[root].flags & DLW_STATE_GLOBAL)
    return;
  append_global(root);
  for (uint32_t at = root; at != 0; at = __dlweld_state[at].next_global) {
    const dlw_index_library *library = dlw_library(at);
    const uint32_t *needed = dlw_u32s(library->needed);
    for (uint32_t i = 0; i < library->needed_count; i++)
      if (!(__dlweld_state[needed[i]].flags & DLW_STATE_GLOBAL))
        append_global(needed[i]);
  }
}

static void enter(uint32_t number, uint32_t parent) {
  dlw_state *state = &__dlweld_state[number];
  state->stage = DLW_STAGE_OPENING;
  state->parent = parent;
  state->edge = 0;
}

/* The path from `root` is kept in the states of the libraries on it, which are
   OPENING; a constructor's own dlopen walks only libraries that are not. */
static void construct(uint32_t root) {
  if (__dlweld_state[root].stage != DLW_STAGE_LOADED)
    return;
  enter(root, DLW_PROGRAM);
  uint32_t at = root;
  do {
    dlw_state *state = &__dlweld_state[at];
    const dlw_index_library *library = dlw_library(at);
    if (state->edge < library->needed_count) {
      uint32_t needed = dlw_u32s(library->needed)[state->edge++];
      if (__dlweld_state[needed].stage == DLW_STAGE_LOADED) {
        enter(needed, at);
        at = needed;
      }
      continue;
    }
    dlw_call(library->init);
    state->stage = DLW_STAGE_OPEN;
    at = state->parent;
  } while (at != DLW_PROGRAM);
}

/* The length of a name, or SIZE_MAX if it is not all in memory. */
static size_t name_size(const char *name) {
  dlw_key key;
  return dlw_key_read(&key, name) ? dlw_key_size(&key) : SIZE_MAX;
}

void *__dlweld_dlopen(uint32_t caller, const char *name, int mode) {
  (void)caller; /* nothing depends on it yet */
  if (!dlw_ready())
    return NULL;
  size_t size = 0;
  if (name != NULL) {
    size = name_size(name);
    if (size == SIZE_MAX) {
      __dlweld_fail(DLW_FAULT_POINTER, name);
      return NULL;
    }
  }
  /* As in glibc; musl lets such modes pass. */
  if ((mode & ~KNOWN_MODES) != 0 || (mode & (RTLD_LAZY | RTLD_NOW)) == 0) {
    __dlweld_fail_name(DLW_FAULT_MODE, 0, name, size);
    return NULL;
  }
  uint32_t number = size == 0 ? DLW_PROGRAM : __dlweld_find_library(name, size);
  if (number == DLW_NONE)
    return NULL;
  dlw_state *state = &__dlweld_state[number];
  if ((mode & RTLD_NOLOAD) && state->stage == DLW_STAGE_CLOSED) {
    __dlweld_fail_name(DLW_FAULT_NOT_LOADED, 0, name, size);
    return NULL;
  }
  load(number);
  if (mode & RTLD_GLOBAL)
    promote(number);
  if (state->references != UINT32_MAX)
    state->references++;
  construct(number);
  return state;
}

int __dlweld_dlclose(void *handle) {
  if (!dlw_ready())
    return -1;
  uint32_t number = dlw_handle_number(handle);
  if (number == DLW_NONE) {
    __dlweld_fail(DLW_FAULT_HANDLE, handle);
    return -1;
  }
  dlw_state *state = &__dlweld_state[number];
  if (state->references != 0 && state->references != UINT32_MAX)
    state->references--; /* one that was counted to the end stays for good */
  return 0;
}

void *__dlweld_dlmopen(uint32_t caller, long space, const char *name,
                       int mode) {
  if (space == 0)
    return __dlweld_dlopen(caller, name, mode);
  if (dlw_ready())
    __dlweld_fail_name(DLW_FAULT_MODE, 0, "dlmopen", 7);
  return NULL;
}

void __dlweld_start_libraries(void) {}
