/* dlsym: one library's hash table, and the orders in which libraries are
   asked. POSIX dlsym; the orders are those of glibc and of the Linux manual
   page, as far as its scopes exist here:

   handle        the library, then what it depends on, breadth first
   the program   the program, then GLOBAL libraries in the order in which they
                 became global
   RTLD_DEFAULT  the same, then the caller's own scope: the caller with what it
                 depends on, then what was loaded together with it
   RTLD_NEXT     what comes after the caller in these */
#include "dlfcn.h"
#include "key.h"

/* What a thread-local symbol's address counts from. */
static uintptr_t thread_base(void) {
  uintptr_t base = 0;
#ifdef __wasm__
  /* clang's builtin for it demands a feature that the instruction does not. */
  if (dlw_header()->flags & DLW_INDEX_TLS_RELATIVE)
    __asm__("global.get __tls_base\n\tlocal.set %0" : "=r"(base));
#endif
  return base;
}
#ifdef __wasm64__
__asm__(".globaltype __tls_base, i64\n");
#elif defined(__wasm__)
__asm__(".globaltype __tls_base, i32\n");
#endif

/* The address of that name in one library's table, or 0. The tags of a bucket
   are compared eight at once; few buckets have more. */
DLW_INLINE uintptr_t lookup(const dlw_index_library *library,
                            const dlw_key *key) {
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
      uintptr_t address =
          ((const uintptr_t *)(__dlweld_index + library->addresses))[i];
      if (name >> DLW_SYMBOL_KIND_SHIFT == DLW_SYMBOL_TLS)
        address += thread_base();
      return address;
    }
  }
  return 0;
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
   after the library `after`, unless that is DLW_NONE. The queue is a list
   through the states, so that no number of libraries is too large. */
static uintptr_t find_in_scope(uint32_t root, uint32_t after,
                               const dlw_key *key) {
  uint32_t walk = new_walk();
  bool asking = after == DLW_NONE;
  uint32_t last = root;
  __dlweld_state[root].mark = walk;
  __dlweld_state[root].next = root; /* its own successor: the end */
  for (uint32_t at = root;; at = __dlweld_state[at].next) {
    const dlw_index_library *library = dlw_library(at);
    if (asking) {
      uintptr_t address = lookup(library, key);
      if (address != 0)
        return address;
    } else {
      asking = at == after;
    }
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
      return 0;
  }
}

/* Asks the program and the GLOBAL libraries, from `at` on. */
static uintptr_t find_in_global(uint32_t at, const dlw_key *key) {
  do {
    uintptr_t address = lookup(dlw_library(at), key);
    if (address != 0)
      return address;
    at = __dlweld_state[at].next_global;
  } while (at != 0);
  return 0;
}

static uintptr_t find_default(uint32_t caller, const dlw_key *key) {
  uintptr_t address = find_in_global(DLW_PROGRAM, key);
  if (address == 0 && caller != DLW_PROGRAM)
    address = find_in_scope(caller, DLW_NONE, key);
  uint32_t opener = __dlweld_state[caller].opener;
  if (address == 0 && opener != DLW_PROGRAM && opener != caller)
    address = find_in_scope(opener, DLW_NONE, key);
  return address;
}

static uintptr_t find_next(uint32_t caller, const dlw_key *key) {
  const dlw_state *state = &__dlweld_state[caller];
  uintptr_t address = 0;
  if (state->next_global != 0)
    address = find_in_global(state->next_global, key);
  if (address == 0 && caller != DLW_PROGRAM)
    address = find_in_scope(
        state->opener != DLW_PROGRAM ? state->opener : caller, caller, key);
  return address;
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
  if (handle == RTLD_DEFAULT) {
    address = find_default(caller, &key);
  } else if (handle == RTLD_NEXT) {
    address = find_next(caller, &key);
  } else {
    number = dlw_handle_number(handle);
    if (number == DLW_NONE) {
      __dlweld_fail(DLW_FAULT_HANDLE, handle);
      return NULL;
    }
    if (number == DLW_PROGRAM) {
      address = find_in_global(DLW_PROGRAM, &key);
    } else {
      const dlw_index_library *library = dlw_library(number);
      address = lookup(library, &key);
      if (address == 0 && library->needed_count != 0)
        address = find_in_scope(number, number, &key);
    }
  }
  if (address == 0)
    __dlweld_fail_name(DLW_FAULT_SYMBOL, number, name, dlw_key_size(&key));
  return (void *)address;
}
