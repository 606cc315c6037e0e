/* Names as keys: read and hashed in one pass, eight bytes at a time, and
   compared with strings of the index the same way. This is where dlsym spends
   its time. */
#ifndef DLWELD_DLFCN_KEY_H
#define DLWELD_DLFCN_KEY_H

#include "runtime.h"

#define DLW_INLINE static inline __attribute__((always_inline))

typedef uint64_t dlw_word __attribute__((aligned(1), may_alias));

typedef struct dlw_key {
  const char *name;
  size_t whole;  /* bytes in whole words; the rest is in `last` */
  uint64_t last; /* the bytes after them, then zeros */
  uint64_t mask; /* those bytes and the NUL, all ones */
  uint64_t hash;
} dlw_key;

/* A word may be read beyond the end of a string as long as it does not leave
   the page of the byte before it, which has been read. wasm's pages have
   64 KiB; with the smallest usual page of other machines the native tests go
   the same way. */
#define DLW_PAGE 4096u

DLW_INLINE bool dlw_word_in_page(const char *p) {
  return (((uintptr_t)p - 1) & (DLW_PAGE - 1)) < DLW_PAGE - 8;
}

/* Whether the byte can be read without a trap. */
DLW_INLINE bool dlw_readable(const char *p) {
#ifdef __wasm__
  return (uintptr_t)p >> 16 < __builtin_wasm_memory_size(0);
#else
  return (uintptr_t)p != UINTPTR_MAX;
#endif
}

/* The word at `p`, byte by byte up to the NUL or the end of memory, then
   zeros. */
static __attribute__((noinline)) uint64_t dlw_word_slowly(const char *p) {
  uint64_t word = 0;
  for (unsigned i = 0; i < 8 && dlw_readable(p + i) && p[i] != 0; i++)
    word |= (uint64_t)(uint8_t)p[i] << (8 * i);
  return word;
}

/* The top bit of each zero byte, and maybe of others above the lowest one. */
DLW_INLINE uint64_t dlw_zero_bytes(uint64_t word) {
  return (word - UINT64_C(0x0101010101010101)) & ~word &
         UINT64_C(0x8080808080808080);
}

/* Bytes of the name: the mask's top byte is the NUL's. */
DLW_INLINE size_t dlw_key_size(const dlw_key *key) {
  return key->whole + (63u - (unsigned)__builtin_clzll(key->mask)) / 8;
}

/* Reads the NUL-terminated `name`. False: it is NULL or not all in memory
   (not reported). */
DLW_INLINE bool dlw_key_read(dlw_key *key, const char *name) {
  if (name == NULL || !dlw_readable(name))
    return false;
  uint64_t hash = DLW_HASH_START, word, zeros;
  const char *p = name;
  for (;; p += 8) {
    word = DLW_LIKELY(dlw_word_in_page(p)) ? *(const dlw_word *)p
                                           : dlw_word_slowly(p);
    zeros = dlw_zero_bytes(word);
    if (zeros != 0)
      break;
    hash = dlw_index_hash_step(hash, word);
  }
  key->name = name;
  key->whole = (size_t)(p - name);
  key->mask = zeros ^ (zeros - 1);
  key->last = word & key->mask >> 8;
  if (key->last != 0)
    hash = dlw_index_hash_step(hash, key->last);
  key->hash = dlw_index_hash_finish(hash);
  /* Where memory ends before the NUL, the end was taken for it. */
  p = name + dlw_key_size(key);
  return DLW_LIKELY((uintptr_t)p % DLW_PAGE != 0) || dlw_readable(p);
}

/* Whether a string of the index is that name. It may be read eight bytes
   beyond its NUL. */
DLW_INLINE bool dlw_key_equal(const dlw_key *key, const char *string) {
  size_t at = 0;
  for (; at != key->whole; at += 8)
    if (*(const dlw_word *)(key->name + at) != *(const dlw_word *)(string + at))
      return false;
  return ((*(const dlw_word *)(string + at) ^ key->last) & key->mask) == 0;
}

/* symbol-small.c: the number of the symbol with that name in a library whose
   names are coded (DLW_LIBRARY_SMALL), or DLW_NONE. */
uint32_t __dlweld_find_small(const dlw_index_library *library,
                             const dlw_key *key);

#endif
