/* Which library dlopen's argument means. In this order:

   1. The exact name or alias, or the longest part of the path that is one:
      /usr/lib/python/a/b.so is looked up as that, as usr/lib/python/a/b.so,
      ..., a/b.so, b.so.
   2. The base name, where it is that of one library. Of several the one counts
      that agrees with the path in more directories than all others.
   3. Names under which the C library goes on Linux are the program. */
#include "key.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The first entry of the name table with that string and kind among `from` to
   `end`, or DLW_NONE. */
static uint32_t find_entry(const dlw_key *key, uint32_t kind, uint32_t from,
                           uint32_t end) {
  const dlw_index_name *names =
      (const dlw_index_name *)(__dlweld_index + dlw_header()->names);
  for (uint32_t i = from; i < end; i++)
    if (names[i].hash == (uint32_t)(key->hash >> 32) && names[i].kind == kind &&
        dlw_key_equal(key, dlw_string(names[i].string)))
      return i;
  return DLW_NONE;
}

static const dlw_index_name *entry_at(uint32_t number) {
  return (const dlw_index_name *)(__dlweld_index + dlw_header()->names) +
         number;
}

/* Reads `name` and tells the bucket where it is or would be. */
static void find_bucket(dlw_key *key, const char *name, uint32_t *start,
                        uint32_t *end) {
  const dlw_index_header *h = dlw_header();
  dlw_key_read(key, name); /* all in memory: a part of what has been read */
  const uint32_t *starts =
      dlw_u32s(h->name_starts) + dlw_index_bucket(key->hash, h->name_buckets);
  *start = starts[0];
  *end = starts[1];
}

/* The directories in which two paths agree, from the base name leftward. Both
   have the same base name. */
static uint32_t common_directories(const char *a, size_t a_size, const char *b,
                                   size_t b_size) {
  uint32_t count = 0;
  while (a_size > 0 && b_size > 0 && a[a_size - 1] == b[b_size - 1]) {
    a_size--;
    b_size--;
    if (a[a_size] == '/')
      count++;
  }
  /* The first component of one that is whole in the other counts, too. */
  if ((a_size == 0 && (b_size == 0 || b[b_size - 1] == '/')) ||
      (b_size == 0 && a_size > 0 && a[a_size - 1] == '/'))
    count++;
  return count;
}

static size_t string_size(const char *s) {
  size_t size = 0;
  while (s[size] != 0)
    size++;
  return size;
}

/* The most directories that any name of the library has in common with the
   path. */
static uint32_t agreement(uint32_t number, const char *path, size_t size) {
  const dlw_index_library *library = dlw_library(number);
  uint32_t most = 0;
  for (uint32_t i = 0; i <= library->alias_count; i++) {
    const char *name = dlw_string(i == 0 ? library->soname
                                         : dlw_u32s(library->aliases)[i - 1]);
    uint32_t count = common_directories(name, string_size(name), path, size);
    if (count > most)
      most = count;
  }
  return most;
}

/* Step 2. DLW_NONE with `*ambiguous` set to the first candidate's entry if
   there are several, else to DLW_NONE. */
static uint32_t find_base(const char *path, size_t size, const char *base,
                          uint32_t *ambiguous) {
  dlw_key key;
  uint32_t start, end;
  find_bucket(&key, base, &start, &end);
  *ambiguous = DLW_NONE;
  uint32_t first = find_entry(&key, DLW_NAME_BASE, start, end);
  if (first == DLW_NONE)
    return DLW_NONE;
  uint32_t best = entry_at(first)->library, most = 0;
  bool tie = false, compared = false;
  for (uint32_t i = first;
       (i = find_entry(&key, DLW_NAME_BASE, i + 1, end)) != DLW_NONE;) {
    uint32_t other = entry_at(i)->library;
    if (other == best)
      continue;
    if (!compared)
      most = agreement(best, path, size);
    compared = true;
    uint32_t count = agreement(other, path, size);
    tie = count == most || (tie && count < most);
    if (count > most) {
      most = count;
      best = other;
    }
  }
  if (!tie)
    return best;
  *ambiguous = first;
  return DLW_NONE;
}

/* Whether the bytes are `text`. */
static bool equal(const char *s, size_t size, const char *text) {
  for (size_t i = 0; i < size; i++)
    if (text[i] == 0 || s[i] != text[i])
      return false;
  return text[size] == 0;
}

/* Step 3: libc.so, libm.so.6, libc-2.31.so, libc.musl-x86_64.so.1,
   ld-linux.so.2 ... */
static bool is_c_library(const char *base, size_t size) {
  static const char parts[][8] = {"c",    "m",     "dl",     "pthread", "rt",
                                  "util", "crypt", "resolv", "xnet"};
  /* Less the version, if any: .6, .1.2 */
  for (;;) {
    size_t n = size;
    while (n > 0 && is_digit(base[n - 1]))
      n--;
    if (n == size || n == 0 || base[n - 1] != '.')
      break;
    size = n - 1;
  }
  if (size < 3 || !equal(base + size - 3, 3, ".so"))
    return false;
  size -= 3;
  if (size > 3 && equal(base, 3, "ld-"))
    return true;
  if (size > 9 && equal(base, 10, "libc.musl-"))
    return true;
  if (size < 4 || !equal(base, 3, "lib"))
    return false;
  base += 3;
  size -= 3;
  /* Less glibc's own version: -2.31 */
  size_t n = size;
  while (n > 0 && (is_digit(base[n - 1]) || base[n - 1] == '.'))
    n--;
  if (n > 0 && n < size && base[n - 1] == '-')
    size = n - 1;
  for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
    if (equal(base, size, parts[i]))
      return true;
  return false;
}

uint32_t __dlweld_find_library(const char *name, size_t size) {
  uint32_t longest = dlw_header()->longest_name;
  /* What is longer than any name need not be looked up. */
  size_t at = size > longest ? size - longest : 0;
  size_t base = size;
  while (base > 0 && name[base - 1] != '/')
    base--;
  for (; at < size; at++) {
    if (at != 0 && name[at - 1] != '/')
      continue;
    dlw_key key;
    uint32_t start, end;
    find_bucket(&key, name + at, &start, &end);
    uint32_t entry = find_entry(&key, DLW_NAME_EXACT, start, end);
    if (entry != DLW_NONE)
      return entry_at(entry)->library;
    if (at == base)
      break;
  }
  uint32_t ambiguous = DLW_NONE;
  if (size - base <= longest) {
    uint32_t number = find_base(name, size, name + base, &ambiguous);
    if (number != DLW_NONE)
      return number;
  }
  if (ambiguous == DLW_NONE && is_c_library(name + base, size - base))
    return DLW_PROGRAM;
  __dlweld_fail_name(ambiguous == DLW_NONE ? DLW_FAULT_NOT_FOUND
                                           : DLW_FAULT_AMBIGUOUS,
                     ambiguous, name, size);
  return DLW_NONE;
}
