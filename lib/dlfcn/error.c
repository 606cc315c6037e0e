/* dlerror, in musl's words, with the names of symbol and library. */
#include "dlfcn.h"
#include "key.h"

DLW_THREAD_LOCAL dlw_error __dlweld_error;

void __dlweld_fail(dlw_fault fault, const void *value) {
  __dlweld_error.fault = fault;
  __dlweld_error.value = value;
}

static bool continues(char c) { return ((uint8_t)c & 0xc0) == 0x80; }

/* Where to cut a string of `size` bytes so that it fits into `room`: it keeps
   its first *head bytes and those from *tail on, and "..." goes between. A
   character of UTF-8 is never cut in two; what is not UTF-8 is cut anywhere. */
static void cut(const char *s, size_t size, size_t room, size_t *head,
                size_t *tail) {
  size_t keep = room - 3;
  *head = keep - keep / 2;
  *tail = size - keep / 2;
  for (unsigned i = 0; i < 3 && continues(s[*head]); i++)
    --*head;
  for (unsigned i = 0; i < 3 && continues(s[*tail]); i++)
    ++*tail;
}

static char *copy(char *to, const char *from, size_t size) {
  for (size_t i = 0; i < size; i++)
    to[i] = from[i];
  return to + size;
}

/* Copies at most `room` bytes. */
static char *copy_cut(char *to, const char *from, size_t size, size_t room) {
  if (size <= room)
    return copy(to, from, size);
  size_t head, tail;
  cut(from, size, room, &head, &tail);
  to = copy(to, from, head);
  to = copy(to, "...", 3);
  return copy(to, from + tail, size - tail);
}

void __dlweld_fail_name(dlw_fault fault, uint32_t number, const char *name,
                        size_t size) {
  dlw_error *error = &__dlweld_error;
  error->fault = fault;
  error->number = number;
  if (name == NULL) {
    name = "program";
    size = 7;
  }
  if (size > DLW_NAME_ROOM) {
    error->name_size =
        (uint32_t)(copy_cut(error->name, name, size, DLW_NAME_ROOM) -
                   error->name);
    return;
  }
  error->name_size = (uint32_t)size;
  size_t at = 0;
  for (; size - at >= 8; at += 8)
    *(dlw_word *)(error->name + at) = *(const dlw_word *)(name + at);
  for (; at < size; at++)
    error->name[at] = name[at];
}

/* --- The text. --- */

#define SONAME_ROOM 128u
/* Enough for each text without the list of an ambiguous name. */
_Static_assert(sizeof(((dlw_error *)0)->text) >=
                   DLW_NAME_ROOM + SONAME_ROOM + 64,
               "room for the text");

static char *put(char *to, const char *text) {
  while (*text)
    *to++ = *text++;
  return to;
}

static char *put_soname(char *to, uint32_t number) {
  const char *soname = dlw_string(dlw_library(number)->soname);
  size_t size = 0;
  while (soname[size] != 0)
    size++;
  return copy_cut(to, soname, size, SONAME_ROOM);
}

static char *put_pointer(char *to, const void *value) {
  uintptr_t v = (uintptr_t)value;
  unsigned digits = 1;
  while (digits < 2 * sizeof(v) && v >> (4 * digits) != 0)
    digits++;
  to = put(to, "0x");
  while (digits-- > 0)
    *to++ = "0123456789abcdef"[v >> (4 * digits) & 15];
  return to;
}

static char *put_number(char *to, intptr_t value) {
  char digits[24];
  unsigned n = 0;
  uintptr_t rest = value < 0 ? 0 - (uintptr_t)value : (uintptr_t)value;
  do
    digits[n++] = (char)('0' + rest % 10);
  while ((rest /= 10) != 0);
  if (value < 0)
    *to++ = '-';
  while (n > 0)
    *to++ = digits[--n];
  return to;
}

/* The libraries that share a base name: those whose entry has the string of
   the entry `first`, as many as fit. (An exact name of that string would have
   been found instead.) */
static char *put_candidates(char *to, uint32_t first) {
  const dlw_index_header *h = dlw_header();
  const dlw_index_name *names =
      (const dlw_index_name *)(__dlweld_index + h->names);
  uint32_t bucket =
      dlw_index_bucket((uint64_t)names[first].hash << 32, h->name_buckets);
  uint32_t end = dlw_u32s(h->name_starts)[bucket + 1];
  const char *limit =
      __dlweld_error.text + sizeof(__dlweld_error.text) - SONAME_ROOM - 16;
  dlw_key key;
  dlw_key_read(&key, dlw_string(names[first].string));
  uint32_t last = DLW_NONE;
  for (uint32_t i = first; i < end; i++) {
    if (names[i].library == last ||
        !dlw_key_equal(&key, dlw_string(names[i].string)))
      continue;
    if (i != first)
      to = put(to, ", ");
    if (to > limit)
      return put(to, "...");
    last = names[i].library;
    to = put_soname(to, last);
  }
  return to;
}

static char *put_fault(char *to, const dlw_error *error) {
  switch (error->fault) {
  case DLW_FAULT_INDEX:
    return put(to, "Damaged index, or one of an unknown version");
  case DLW_FAULT_HANDLE:
    return put_pointer(put(to, "Invalid library handle "), error->value);
  case DLW_FAULT_POINTER:
    return put_pointer(put(to, "Invalid name pointer "), error->value);
  case DLW_FAULT_REQUEST:
    return put_number(put(to, "Unsupported request "), (intptr_t)error->value);
  case DLW_FAULT_ANSWER:
    return put_pointer(put(to, "Invalid answer pointer "), error->value);
  case DLW_FAULT_SYMBOL:
    to = copy(put(to, "Symbol not found: "), error->name, error->name_size);
    if (error->number == DLW_NONE)
      return to;
    to = put_soname(put(to, " ("), error->number);
    return put(to, ")");
  default:
    break;
  }
  to = put(to, "Error loading shared library ");
  to = copy(to, error->name, error->name_size);
  switch (error->fault) {
  case DLW_FAULT_MODE:
    return put(to, ": invalid mode for dlopen(): Invalid argument");
  case DLW_FAULT_UNLOADING:
    return put(to, ": it is being unloaded");
  case DLW_FAULT_SPACE:
    return put(to, ": no more namespaces available for dlmopen(): "
                   "Invalid argument");
  case DLW_FAULT_AMBIGUOUS:
    return put_candidates(put(to, ": it may be any of "), error->number);
  default:
    return put(to, ": No such file or directory");
  }
}

char *__dlweld_dlerror(void) {
  dlw_error *error = &__dlweld_error;
  if (error->fault == DLW_FAULT_NONE)
    return NULL;
  *put_fault(error->text, error) = 0;
  error->fault = DLW_FAULT_NONE;
  return error->text;
}
