/* The finder, dlweld.h: the index, read by whoever wants to know. A
   dlweld_library is a library's record in the index. */
#include "dlweld.h"
#include "key.h"

/* The index does not change, so this alone may change something. */
static bool ready(void) {
  dlw_lock();
  bool result = dlw_ready();
  dlw_unlock();
  return result;
}

/* The number of a library, or DLW_NONE for what is none. */
static uint32_t number_of(const dlweld_library *library) {
  if (!ready())
    return DLW_NONE;
  uintptr_t distance = (uintptr_t)library - (uintptr_t)dlw_library(0);
  if (distance % sizeof(dlw_index_library) != 0 ||
      distance / sizeof(dlw_index_library) >= dlw_header()->library_count)
    return DLW_NONE;
  return (uint32_t)(distance / sizeof(dlw_index_library));
}

static const dlweld_library *library_at(uint32_t number) {
  return (const dlweld_library *)dlw_library(number);
}

/* The record of a library; one without anything for what is none. */
static const dlw_index_library *record_of(const dlweld_library *library) {
  static const dlw_index_library nothing;
  uint32_t number = number_of(library);
  return number == DLW_NONE ? &nothing : dlw_library(number);
}

const dlweld_library *dlweld_iterate(const dlweld_library *previous) {
  if (!ready())
    return NULL;
  uint32_t number = previous == NULL ? DLW_PROGRAM : number_of(previous);
  if (number == DLW_NONE || number + 1 == dlw_header()->library_count)
    return NULL;
  return library_at(number + 1);
}

/* The library with that soname or alias, or DLW_NONE. */
static uint32_t find_exact(const dlw_key *key) {
  const dlw_index_header *h = dlw_header();
  const dlw_index_name *names =
      (const dlw_index_name *)(__dlweld_index + h->names);
  const uint32_t *starts =
      dlw_u32s(h->name_starts) + dlw_index_bucket(key->hash, h->name_buckets);
  for (uint32_t i = starts[0]; i < starts[1]; i++)
    if (names[i].kind == DLW_NAME_EXACT &&
        names[i].hash == (uint32_t)(key->hash >> 32) &&
        dlw_key_equal(key, dlw_string(names[i].string)))
      return names[i].library;
  return DLW_NONE;
}

const dlweld_library *dlweld_find(const char *name, int how) {
  if (!ready())
    return NULL;
  dlw_key key;
  if (name == NULL)
    return library_at(DLW_PROGRAM);
  if (!dlw_key_read(&key, name)) {
    __dlweld_fail(DLW_FAULT_POINTER, name);
    return NULL;
  }
  size_t size = dlw_key_size(&key);
  if (size == 0)
    return library_at(DLW_PROGRAM);
  uint32_t number =
      how & DLWELD_EXACT ? find_exact(&key) : __dlweld_find_library(name, size);
  if (number != DLW_NONE)
    return library_at(number);
  if (how & DLWELD_EXACT)
    __dlweld_fail_name(DLW_FAULT_NOT_FOUND, 0, name, size);
  return NULL;
}

const char *dlweld_soname(const dlweld_library *library) {
  uint32_t number = number_of(library);
  if (number == DLW_NONE)
    return NULL;
  return number == DLW_PROGRAM ? "" : dlw_string(dlw_library(number)->soname);
}

const char *dlweld_alias(const dlweld_library *library, size_t number) {
  const dlw_index_library *l = record_of(library);
  if (number >= l->alias_count)
    return NULL;
  return dlw_string(dlw_u32s(l->aliases)[number]);
}

const dlweld_library *dlweld_needed(const dlweld_library *library,
                                    size_t number) {
  const dlw_index_library *l = record_of(library);
  if (number >= l->needed_count)
    return NULL;
  return library_at(dlw_u32s(l->needed)[number]);
}

const char *dlweld_export(const dlweld_library *library, size_t number) {
  const dlw_index_library *l = record_of(library);
  if (number >= l->symbol_count)
    return NULL;
  return __dlweld_symbol_text(l, (uint32_t)number);
}

static uint32_t find_symbol(const dlw_index_library *l, const dlw_key *key) {
  if (l->flags & DLW_LIBRARY_SMALL)
    return __dlweld_find_small(l, key);
  const uint32_t *starts =
      dlw_u32s(l->starts) + dlw_index_bucket(key->hash, l->buckets);
  const uint8_t *tags = __dlweld_index + l->tags;
  for (uint32_t i = starts[0]; i < starts[1]; i++)
    if (tags[i] == dlw_index_tag(key->hash) &&
        dlw_key_equal(key, __dlweld_symbol_text(l, i)))
      return i;
  return DLW_NONE;
}

int dlweld_kind(const dlweld_library *library, const char *name) {
  const dlw_index_library *l = record_of(library);
  dlw_key key;
  if (l->symbol_count == 0 || !dlw_key_read(&key, name))
    return 0;
  uint32_t i = find_symbol(l, &key);
  if (i == DLW_NONE)
    return 0;
  uint32_t kind = dlw_symbol_kind(l, i);
  bool absent = dlw_address(l->addresses + i * (uint32_t)sizeof(void *)) == 0 &&
                (kind == DLW_SYMBOL_FUNCTION || kind == DLW_SYMBOL_DATA);
  return absent ? 0 : (int)kind + 1;
}
_Static_assert(DLW_SYMBOL_FUNCTION + 1 == DLWELD_FUNCTION &&
                   DLW_SYMBOL_DATA + 1 == DLWELD_DATA &&
                   DLW_SYMBOL_TLS + 1 == DLWELD_THREAD_LOCAL &&
                   DLW_SYMBOL_ABSOLUTE + 1 == DLWELD_ABSOLUTE,
               "kinds are counted from 1");

unsigned dlweld_flags(const dlweld_library *library) {
  uint32_t number = number_of(library);
  if (number == DLW_NONE)
    return 0;
  uint32_t flags = dlw_library(number)->flags;
  unsigned result = 0;
  dlw_lock();
  if (__dlweld_state[number].stage != DLW_STAGE_CLOSED)
    result |= DLWELD_LOADED;
  dlw_unlock();
  if (flags & (DLW_LIBRARY_STARTUP | DLW_LIBRARY_PROGRAM))
    result |= DLWELD_STARTUP;
  if (flags & DLW_LIBRARY_UNLOAD)
    result |= DLWELD_UNLOAD;
  return result;
}
