/* dlsym: one library's hash table, and the orders in which libraries are
   asked. POSIX dlsym; the orders are those of glibc:

   global scope  the program; the startup libraries; the program's symbols that
                 would be libc's on Linux; GLOBAL libraries in the order in
                 which they became global
   handle        the library, then what it depends on, breadth first: its
                 search list; then libc's. The program's is the global scope
   RTLD_DEFAULT  the global scope, then the search lists that hold the caller
   RTLD_NEXT     what comes behind the caller: in the global scope if it was
                 there from the start, else in the search list that it was
                 loaded with, and libc's */
#include "dlfcn.h"
#include "key.h"

typedef enum lookup_result {
  NOT_FOUND,
  FOUND,
  FOUND_LIBC, /* in the program, but libc's */
} lookup_result;

/* Looks that name up in one library's table. The tags of a bucket are compared
   eight at once; few buckets have more. */
DLW_INLINE lookup_result lookup(uint32_t number, const dlw_key *key,
                                uintptr_t *address) {
  const dlw_index_library *library = dlw_library(number);
  uint32_t bucket = dlw_index_bucket(key->hash, library->buckets);
  const uint32_t *starts = dlw_u32s(library->starts);
  uint32_t first = starts[bucket], end = starts[bucket + 1];
  const uint8_t *tags = __dlweld_index + library->tags;
  uint64_t tag = dlw_index_tag(key->hash) * UINT64_C(0x0101010101010101);
  for (; first < end; first += 8) {
    uint64_t same = dlw_zero_bytes(*(const dlw_word *)(tags + first) ^ tag);
    if (end - first < 8) /* the rest is not this bucket's */
      same &= (UINT64_C(1) << 8 * (end - first)) - 1;
    for (; same != 0; same &= same - 1) {
      uint32_t i = first + (uint32_t)__builtin_ctzll(same) / 8;
      uint32_t name = dlw_u32s(library->names)[i];
      if (!dlw_key_equal(key, dlw_string(library->strings +
                                         (name & DLW_SYMBOL_NAME_MASK))))
        continue;
      uint32_t kind = name >> DLW_SYMBOL_KIND_SHIFT;
      *address = dlw_address(library->addresses + i * (uint32_t)sizeof(void *));
      if (*address == 0 &&
          (kind == DLW_SYMBOL_FUNCTION || kind == DLW_SYMBOL_DATA))
        return NOT_FOUND;
      if (kind == DLW_SYMBOL_TLS)
        *address += __dlweld_thread_base();
      return name & DLW_SYMBOL_LIBC ? FOUND_LIBC : FOUND;
    }
  }
  return NOT_FOUND;
}

/* A new number for a walk, one that no library is marked with. */
static uint32_t new_walk(void) {
  if (++__dlweld_run.walk == 0) {
    for (uint32_t i = 0; i < dlw_header()->library_count; i++)
      __dlweld_state[i].mark = 0;
    __dlweld_run.walk = 1;
  }
  return __dlweld_run.walk;
}

/* Asks `root` and what it depends on, breadth first; but only those that come
   behind the library `after`, unless that is DLW_NONE. The queue is a list
   through the states, so that no number of libraries is too large. */
static bool find_in_scope(uint32_t root, uint32_t after, const dlw_key *key,
                          uintptr_t *address) {
  uint32_t walk = new_walk();
  bool asking = after == DLW_NONE;
  uint32_t last = root;
  __dlweld_state[root].mark = walk;
  __dlweld_state[root].next = root; /* its own successor: the end */
  for (uint32_t at = root;; at = __dlweld_state[at].next) {
    if (!asking)
      asking = at == after;
    else if (lookup(at, key, address) == FOUND)
      return true;
    const dlw_index_library *library = dlw_library(at);
    const uint32_t *needed = dlw_u32s(library->needed);
    for (uint32_t i = 0; i < library->needed_count; i++) {
      dlw_state *state = &__dlweld_state[needed[i]];
      if (state->mark == walk)
        continue;
      state->mark = walk;
      state->next = needed[i];
      __dlweld_state[last].next = needed[i];
      last = needed[i];
    }
    if (at == last)
      return false;
  }
}

/* What every library depends on at last. */
static bool find_in_libc(const dlw_key *key, uintptr_t *address) {
  return lookup(DLW_PROGRAM, key, address) == FOUND_LIBC;
}

/* Asks the global scope; but only what comes behind `after`, which is the
   program or a startup library, or DLW_NONE for all. */
static bool find_in_global(uint32_t after, const dlw_key *key,
                           uintptr_t *address) {
  const dlw_index_header *h = dlw_header();
  uint32_t last_startup = DLW_PROGRAM;
  if (h->startup_count != 0)
    last_startup = dlw_u32s(h->startup)[h->startup_count - 1];
  uintptr_t program;
  lookup_result in_program = lookup(DLW_PROGRAM, key, &program);
  if (in_program == FOUND && after == DLW_NONE) {
    *address = program;
    return true;
  }
  for (uint32_t at = after == DLW_NONE ? DLW_PROGRAM : after;;) {
    if (at == last_startup && in_program == FOUND_LIBC) {
      *address = program;
      return true;
    }
    at = __dlweld_state[at].next_global;
    if (at == 0)
      return false;
    if (lookup(at, key, address) == FOUND)
      return true;
  }
}

/* Whether it has been open since before the program began. */
static bool at_start(uint32_t number) {
  return dlw_library(number)->flags &
         (DLW_LIBRARY_PROGRAM | DLW_LIBRARY_STARTUP);
}

static bool find_default(uint32_t caller, const dlw_key *key,
                         uintptr_t *address) {
  if (find_in_global(DLW_NONE, key, address))
    return true;
  if (at_start(caller))
    return false;
  if (find_in_scope(caller, DLW_NONE, key, address))
    return true;
  uint32_t loader = __dlweld_state[caller].loader;
  return loader != caller && find_in_scope(loader, DLW_NONE, key, address);
}

static bool find_next(uint32_t caller, const dlw_key *key,
                      uintptr_t *address) {
  if (at_start(caller))
    return find_in_global(caller, key, address);
  return find_in_scope(__dlweld_state[caller].loader, caller, key, address) ||
         find_in_libc(key, address);
}

void *__dlweld_dlsym(uint32_t caller, void *handle, const char *name) {
  dlw_key key;
  if (!dlw_ready())
    return NULL;
  if (!dlw_key_read(&key, name)) {
    __dlweld_fail(DLW_FAULT_POINTER, name);
    return NULL;
  }
  uintptr_t address;
  uint32_t number = DLW_NONE;
  bool found;
  if (handle == RTLD_DEFAULT) {
    found = find_default(caller, &key, &address);
  } else if (handle == RTLD_NEXT) {
    found = find_next(caller, &key, &address);
  } else {
    number = dlw_handle_number(handle);
    if (number == DLW_NONE) {
      __dlweld_fail(DLW_FAULT_HANDLE, handle);
      return NULL;
    }
    if (number == DLW_PROGRAM)
      found = find_in_global(DLW_NONE, &key, &address);
    else
      found = lookup(number, &key, &address) == FOUND ||
              (dlw_library(number)->needed_count != 0 &&
               find_in_scope(number, number, &key, &address)) ||
              find_in_libc(&key, &address);
  }
  if (DLW_LIKELY(found))
    return (void *)address;
  __dlweld_fail_name(DLW_FAULT_SYMBOL, number, name, dlw_key_size(&key));
  return NULL;
}

void *__dlweld_dlvsym(uint32_t caller, void *handle, const char *name,
                      const char *version) {
  (void)version;
  return __dlweld_dlsym(caller, handle, name);
}
