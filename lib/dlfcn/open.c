/* dlopen: finding, loading, constructing, promoting.

   Everything is in the module from the start; "loaded" is a mark, and
   constructors are what is left to do. Loading finishes before the first
   constructor runs, so that constructors find all in order when they call
   dlopen and dlsym themselves; promoting comes after the last, as in glibc.

   Libraries whose constructors have yet to run are in one list, in their order,
   those of the innermost dlopen in front. A dlopen takes those that it has to
   see to out of what outer ones would have done, and returns when there are
   none of its own. A library counts as constructed when its constructors begin,
   so each runs once. */
#include "dlfcn.h"
#include "key.h"

#define RTLD_LOCAL_WASI 8 /* newer wasi-libc's RTLD_LOCAL, glibc's DEEPBIND */
#define KNOWN_MODES                                                            \
  (RTLD_LAZY | RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL | RTLD_LOCAL_WASI |        \
   RTLD_NODELETE | RTLD_DEEPBIND)

/* --- Loading. --- */

void __dlweld_load(uint32_t number, uint32_t loader, uint16_t flags) {
  dlw_run *run = &__dlweld_run;
  dlw_state *state = &__dlweld_state[number];
  state->stage = DLW_STAGE_LOADED;
  state->flags |= flags;
  state->address = (uintptr_t)state;
  state->soname = dlw_string(dlw_library(number)->soname);
  state->loader = loader;
  state->earlier = &__dlweld_state[run->last_loaded];
  state->earlier->later = state;
  run->last_loaded = number;
  run->loads++;
  __dlweld_save(number);
}

/* Puts what there is in the search list of `root` and not loaded into the load
   order. False: some of it is being taken down. */
static bool load(uint32_t root, uint16_t flags) {
  __dlweld_search_list(root);
  for (uint32_t at = root; at != DLW_NONE; at = __dlweld_state[at].next)
    if (__dlweld_state[at].flags & DLW_STATE_DOOMED)
      return false;
  if (__dlweld_state[root].stage == DLW_STAGE_CLOSED)
    __dlweld_load(root, root, flags);
  for (uint32_t at = root; at != DLW_NONE; at = __dlweld_state[at].next) {
    const dlw_index_library *library = dlw_library(at);
    const uint32_t *needed = dlw_u32s(library->needed);
    for (uint32_t i = 0; i < library->needed_count; i++)
      if (__dlweld_state[needed[i]].stage == DLW_STAGE_CLOSED)
        __dlweld_load(needed[i], at, flags);
  }
  return true;
}

static void append_root(uint32_t number) {
  __dlweld_state[number].flags |= DLW_STATE_ROOT;
  __dlweld_state[number].rank = ++__dlweld_run.ranks;
  __dlweld_state[__dlweld_run.last_root].next_root = number;
  __dlweld_run.last_root = number;
}

void __dlweld_append_global(uint32_t number) {
  __dlweld_state[number].flags |= DLW_STATE_GLOBAL;
  __dlweld_state[__dlweld_run.last_global].next_global = number;
  __dlweld_run.last_global = number;
}

/* Makes a library and what it depends on global. */
static void promote(uint32_t root) {
  if (__dlweld_state[root].flags & DLW_STATE_GLOBAL)
    return;
  __dlweld_search_list(root);
  for (uint32_t at = root; at != DLW_NONE; at = __dlweld_state[at].next)
    if (!(__dlweld_state[at].flags & DLW_STATE_GLOBAL))
      __dlweld_append_global(at);
}

/* --- Constructing. --- */

void __dlweld_remove_pending(uint32_t number) {
  dlw_run *run = &__dlweld_run;
  dlw_state *state = &__dlweld_state[number];
  if (state->stage != DLW_STAGE_LOADED || state->frame == 0)
    return;
  if (state->before != 0)
    __dlweld_state[state->before].pending = state->pending;
  else
    run->pending = state->pending;
  if (state->pending != 0)
    __dlweld_state[state->pending].before = state->before;
  state->pending = state->before = state->frame = 0;
}

static void push_pending(uint32_t number, uint32_t frame) {
  dlw_run *run = &__dlweld_run;
  dlw_state *state = &__dlweld_state[number];
  state->stage = DLW_STAGE_LOADED;
  state->frame = frame;
  state->before = 0;
  state->pending = run->pending;
  if (run->pending != 0)
    __dlweld_state[run->pending].before = number;
  run->pending = number;
}

void __dlweld_construct(uint32_t root) {
  dlw_run *run = &__dlweld_run;
  uint32_t frame = ++run->frame;
  /* The last one to be constructed is pushed first. */
  for (uint32_t at = __dlweld_constructor_order(root); at != DLW_NONE;
       at = __dlweld_state[at].sorted)
    if (__dlweld_state[at].stage != DLW_STAGE_OPEN) {
      __dlweld_remove_pending(at);
      push_pending(at, frame);
    }
  while (run->pending != 0 && __dlweld_state[run->pending].frame == frame) {
    uint32_t number = run->pending;
    dlw_state *state = &__dlweld_state[number];
    __dlweld_remove_pending(number);
    state->stage = DLW_STAGE_OPEN;
    state->frame = run->ranks;
    state->flags |= DLW_STATE_BUSY;
    dlw_call(dlw_library(number)->init);
    state->flags &= (uint16_t)~DLW_STATE_BUSY;
  }
  run->frame--;
}

void __dlweld_start_libraries(void) {
  dlw_lock();
  if (dlw_header()->startup_count != 0 && dlw_ready()) {
    /* The program is what is being constructed: exit.c asks. */
    __dlweld_state[DLW_PROGRAM].flags |= DLW_STATE_BUSY;
    __dlweld_construct(DLW_PROGRAM);
    __dlweld_state[DLW_PROGRAM].flags &= (uint16_t)~DLW_STATE_BUSY;
  }
  dlw_unlock();
}

/* --- The calls. --- */

/* The length of a name, or SIZE_MAX if it is not all in memory. */
static size_t name_size(const char *name) {
  dlw_key key;
  return dlw_key_read(&key, name) ? dlw_key_size(&key) : SIZE_MAX;
}

/* Opens a library by name for the first time since it was loaded, or since it
   is to be loaded now. False: it cannot be. */
static bool open_root(uint32_t number, int mode) {
  dlw_state *state = &__dlweld_state[number];
  bool closed = state->stage == DLW_STAGE_CLOSED;
  if (!load(number, mode & RTLD_DEEPBIND ? DLW_STATE_DEEP : 0))
    return false;
  append_root(number);
  state->references++;
  if (mode & RTLD_NODELETE)
    state->flags |= DLW_STATE_NODELETE;
  state->flags |= DLW_STATE_OPENING | (closed ? DLW_STATE_LEAF : 0);
  __dlweld_construct(number);
  if (mode & RTLD_GLOBAL)
    promote(number);
  state->flags &= (uint16_t)~DLW_STATE_OPENING;
  if (state->references == 0) /* its constructors have closed it */
    __dlweld_collect();
  return true;
}

static bool open_again(uint32_t number, int mode) {
  dlw_state *state = &__dlweld_state[number];
  if (state->flags & DLW_STATE_DOOMED)
    return false;
  if (state->references != UINT32_MAX)
    state->references++;
  if (mode & RTLD_NODELETE)
    state->flags |= DLW_STATE_NODELETE;
  if (mode & RTLD_GLOBAL)
    promote(number);
  return true;
}

static void *open(const char *name, int mode) {
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
  /* No error, in glibc; musl makes it one. */
  if ((mode & RTLD_NOLOAD) && state->stage == DLW_STAGE_CLOSED)
    return NULL;
  if (state->flags & DLW_STATE_ROOT ? open_again(number, mode)
                                    : open_root(number, mode))
    return state;
  __dlweld_fail_name(DLW_FAULT_UNLOADING, 0, name, size);
  return NULL;
}

void *__dlweld_dlopen(uint32_t caller, const char *name, int mode) {
  (void)caller; /* nothing depends on it yet */
  dlw_lock();
  void *handle = open(name, mode);
  dlw_unlock();
  return handle;
}

void *__dlweld_dlmopen(uint32_t caller, long space, const char *name,
                       int mode) {
  if (space == LM_ID_BASE)
    return __dlweld_dlopen(caller, name, mode);
  if (!dlw_ready())
    return NULL;
  size_t size = name != NULL ? name_size(name) : 0;
  if (size == SIZE_MAX)
    __dlweld_fail(DLW_FAULT_POINTER, name);
  else
    __dlweld_fail_name(DLW_FAULT_SPACE, 0, name, size);
  return NULL;
}
