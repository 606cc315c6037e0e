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

#define OUT_OF_LINE __attribute__((noinline))

typedef enum lookup_result {
  NOT_FOUND,
  FOUND,
  FOUND_LIBC, /* in the program, but libc's */
} lookup_result;

typedef struct found {
  uintptr_t address;
  uint32_t library;
} found;

/* What symbol number `i` of a library comes to. */
DLW_INLINE lookup_result result(const dlw_index_library *library, uint32_t i,
                                uint32_t kind, uint32_t libc,
                                uintptr_t *address) {
  *address = dlw_address(library->addresses + i * (uint32_t)sizeof(void *));
  if (*address == 0 && (kind == DLW_SYMBOL_FUNCTION || kind == DLW_SYMBOL_DATA))
    return NOT_FOUND;
  if (kind == DLW_SYMBOL_TLS)
    *address += __dlweld_thread_base();
  return libc ? FOUND_LIBC : FOUND;
}

static OUT_OF_LINE lookup_result lookup_small(const dlw_index_library *library,
                                              const dlw_key *key,
                                              uintptr_t *address) {
  uint32_t i = __dlweld_find_small(library, key);
  if (i == DLW_NONE)
    return NOT_FOUND;
  uint8_t tag = (__dlweld_index + library->tags)[i];
  return result(library, i, tag >> DLW_SMALL_KIND_SHIFT, tag & DLW_SMALL_LIBC,
                address);
}

/* Looks that name up in one library's table. The tags of a bucket are compared
   eight at once; few buckets have more. */
DLW_INLINE lookup_result lookup_fast(const dlw_index_library *library,
                                     const dlw_key *key, uintptr_t *address) {
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
      return result(library, i, name >> DLW_SYMBOL_KIND_SHIFT,
                    name & DLW_SYMBOL_LIBC, address);
    }
  }
  return NOT_FOUND;
}

/* The same where it is not alone what takes time: once. */
static OUT_OF_LINE lookup_result look_up(uint32_t number, const dlw_key *key,
                                         uintptr_t *address) {
  const dlw_index_library *library = dlw_library(number);
  return library->flags & DLW_LIBRARY_SMALL
             ? lookup_small(library, key, address)
             : lookup_fast(library, key, address);
}

/* Of a library that is being taken down nothing is found any more. */
static bool find_in_library(uint32_t number, const dlw_key *key, found *out) {
  out->library = number;
  return look_up(number, key, &out->address) == FOUND &&
         !(__dlweld_state[number].flags & DLW_STATE_REMOVED);
}

/* Asks the search list of `root`; but only what comes behind the library
   `after` in it, unless that is DLW_NONE. The queue is a list through the
   states, so that no number of libraries is too large. */
static bool find_in_scope(uint32_t root, uint32_t after, const dlw_key *key,
                          found *out) {
  uint32_t walk = __dlweld_new_walk();
  bool asking = after == DLW_NONE, more = true;
  uint32_t last = root;
  __dlweld_state[root].mark = walk;
  for (uint32_t at = root;; at = __dlweld_state[at].next) {
    if (!asking)
      asking = at == after;
    else if (find_in_library(at, key, out))
      return true;
    const dlw_index_library *library = dlw_library(at);
    const uint32_t *needed = dlw_u32s(library->needed);
    for (uint32_t i = 0; more && i < library->needed_count; i++) {
      dlw_state *state = &__dlweld_state[needed[i]];
      if (state->mark == walk)
        continue;
      state->mark = walk;
      __dlweld_state[last].next = needed[i];
      last = needed[i];
    }
    if (at == last)
      return false;
    more = !(__dlweld_state[root].flags & DLW_STATE_SHALLOW);
  }
}

/* What every library depends on at last. */
static OUT_OF_LINE bool find_in_libc(const dlw_key *key, found *out) {
  out->library = DLW_PROGRAM;
  return __dlweld_run.libc_symbols &&
         look_up(DLW_PROGRAM, key, &out->address) == FOUND_LIBC;
}

/* Asks the global scope; but only what comes behind `after`, which is the
   program or a startup library, or DLW_NONE for all. */
static OUT_OF_LINE bool find_in_global(uint32_t after, const dlw_key *key,
                                       found *out) {
  const dlw_index_header *h = dlw_header();
  uint32_t last_startup = DLW_PROGRAM;
  if (h->startup_count != 0)
    last_startup = dlw_u32s(h->startup)[h->startup_count - 1];
  found program = {.library = DLW_PROGRAM};
  lookup_result in_program = look_up(DLW_PROGRAM, key, &program.address);
  if (in_program == FOUND && after == DLW_NONE) {
    *out = program;
    return true;
  }
  for (uint32_t at = after == DLW_NONE ? DLW_PROGRAM : after;;) {
    if (at == last_startup && in_program == FOUND_LIBC) {
      *out = program;
      return true;
    }
    at = __dlweld_state[at].next_global;
    if (at == 0)
      return false;
    if (find_in_library(at, key, out))
      return true;
  }
}

/* Whether the search list of `root` holds the library. */
static bool holds(uint32_t root, uint32_t number) {
  uint32_t walk = __dlweld_search_list(root);
  return __dlweld_state[number].mark == walk;
}

/* Whether the library is in the list of those that dlopen has named. */
static bool is_named(uint32_t number) {
  return __dlweld_state[number].next_root != 0 ||
         __dlweld_run.last_root == number;
}

/* The library whose search list is the first of the caller's own scope: the one
   that it was loaded with. When that is taken down, the caller itself takes its
   place, unless it has one already. */
static uint32_t first_of_own(uint32_t caller) {
  uint32_t loader = __dlweld_loader(caller);
  if (!(__dlweld_state[loader].flags & DLW_STATE_ORPHAN))
    return loader;
  return is_named(caller) ? DLW_NONE : caller;
}

/* Then come those of libraries that dlopen has named since the caller was
   constructed, if they hold it. */
static bool find_in_own(uint32_t caller, const dlw_key *key, found *out) {
  uint32_t first = first_of_own(caller);
  if (first != DLW_NONE && find_in_scope(first, DLW_NONE, key, out))
    return true;
  for (uint32_t root = DLW_PROGRAM;
       (root = __dlweld_state[root].next_root) != 0;)
    if (root != first && __dlweld_has_scope(caller, root) &&
        holds(root, caller) && find_in_scope(root, DLW_NONE, key, out))
      return true;
  return false;
}

static bool find_default(uint32_t caller, const dlw_key *key, found *out) {
  if (dlw_at_start(caller))
    return find_in_global(DLW_NONE, key, out);
  if (__dlweld_state[caller].flags & DLW_STATE_DEEP) {
    uint32_t first = first_of_own(caller);
    if (first != DLW_NONE && find_in_scope(first, DLW_NONE, key, out))
      return true;
  }
  return find_in_global(DLW_NONE, key, out) || find_in_own(caller, key, out);
}

static bool find_next(uint32_t caller, const dlw_key *key, found *out) {
  if (dlw_at_start(caller))
    return find_in_global(caller, key, out);
  return find_in_scope(__dlweld_loader(caller), caller, key, out) ||
         find_in_libc(key, out);
}

/* What RTLD_DEFAULT found elsewhere than in what the caller depends on may be
   called at any time, so it stays loaded as long as the caller. */
static void use(uint32_t from, uint32_t to) {
  dlw_run *run = &__dlweld_run;
  if (to == from || __dlweld_stays(to))
    return;
  bool keep = dlw_at_start(from);
  if (!keep && __dlweld_state[from].flags & DLW_STATE_ROOT) {
    if (holds(from, to))
      return;
  } else if (!keep) {
    const dlw_index_library *library = dlw_library(from);
    for (uint32_t i = 0; i < library->needed_count; i++)
      if (dlw_u32s(library->needed)[i] == to)
        return;
  }
  for (uint32_t i = 0; !keep && i < run->use_count; i++)
    if (run->uses[i].from == from && run->uses[i].to == to)
      return;
  if (keep || run->use_count == DLW_USES)
    __dlweld_state[to].flags |= DLW_STATE_NODELETE;
  else
    run->uses[run->use_count++] = (dlw_use){from, to};
}

/* All but what a handle's own library defines. Not inline: the usual case is
   quicker by itself. */
static OUT_OF_LINE bool find(uint32_t caller, void *handle, uint32_t number,
                             const dlw_key *key, found *out) {
  if (handle == RTLD_NEXT)
    return find_next(caller, key, out);
  if (handle == RTLD_DEFAULT) {
    if (!find_default(caller, key, out))
      return false;
    use(caller, out->library);
    return true;
  }
  if (number == DLW_PROGRAM)
    return find_in_global(DLW_NONE, key, out);
  return (dlw_library(number)->needed_count != 0 &&
          find_in_scope(number, number, key, out)) ||
         find_in_libc(key, out);
}

void *__dlweld_dlsym(uint32_t caller, void *handle, const char *name) {
  dlw_key key;
  if (!dlw_ready())
    return NULL;
  if (!dlw_key_read(&key, name)) {
    __dlweld_fail(DLW_FAULT_POINTER, name);
    return NULL;
  }
  found result;
  uint32_t number = DLW_NONE;
  bool success = false, alone = false;
  if (handle != RTLD_DEFAULT && handle != RTLD_NEXT) {
    number = dlw_handle_number(handle);
    if (number == DLW_NONE) {
      __dlweld_fail(DLW_FAULT_HANDLE, handle);
      return NULL;
    }
    /* The usual case needs no lock: nothing of it ever changes. */
    if (number != DLW_PROGRAM) {
      const dlw_index_library *library = dlw_library(number);
      uintptr_t address;
      if (DLW_LIKELY(!(library->flags & DLW_LIBRARY_SMALL))) {
        if (DLW_LIKELY(lookup_fast(library, &key, &address) == FOUND))
          return (void *)address;
      } else if (lookup_small(library, &key, &result.address) == FOUND) {
        return (void *)result.address;
      }
      alone = library->needed_count == 0 && !__dlweld_run.libc_symbols;
    }
  }
  if (!alone) {
    dlw_lock();
    success = find(caller, handle, number, &key, &result);
    dlw_unlock();
  }
  if (success)
    return (void *)result.address;
  __dlweld_fail_name(DLW_FAULT_SYMBOL, number, name, dlw_key_size(&key));
  return NULL;
}

void *__dlweld_dlvsym(uint32_t caller, void *handle, const char *name,
                      const char *version) {
  dlw_key key;
  if (dlw_ready() && !dlw_key_read(&key, version)) {
    __dlweld_fail(DLW_FAULT_POINTER, version);
    return NULL;
  }
  return __dlweld_dlsym(caller, handle, name);
}
