/* mkindex [-4 | -8] [-s] FILE: writes a C file with the index that FILE
   describes and with the state, for words of 4 or 8 bytes (default 8). -s: the
   form of all symbol tables is `small`, unless the file says something else.

   Written from lib/dlfcn/index.h alone, so that a test of the run time does
   not depend on lib/weld, nor on an error that both have in common.

   one statement a line:

     library SONAME         the first is the program
     alias NAME             of the library last named; so are all below
     needed SONAME          also of a library further down; what the program
                            needs are the startup libraries
     unload yes             the last dlclose takes it down
     index FORM             fast, small or none: how its symbols are found
     runpath DIRECTORY
     init FUNCTION          a C function () -> void
     fini FUNCTION
     function NAME [C]      a symbol and the C function it means
     libc NAME [C]          a function that counts as libc's
     data NAME [C]
     tls NAME [C]
     absolute NAME NUMBER
     absent NAME            a symbol that is not in the module
     size N                 of the symbol last named, which is data
     type HEX               of the symbol last named, a function: bytes
     mark FUNCTION          the C function whose slot is the library's mark
     range KIND C [N]       const, data, zero or tls memory: N bytes (1) at C
     image C                room for its data ranges
     buckets N              of its symbol table, in place of the usual number
     namebuckets N          of the name table
     edgelimit N            in place of DLW_EDGE_LIMIT
     slotsend FUNCTION      the C function whose slot is header.slots_end
     tlsprobe C             the thread-local probe
     coded N BYTE           of the library's coded names byte number N
     flags N                of the header
     librarysize N          of the header
     version N
     magic N                its first byte
     wordsize N
     # comment */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dlfcn/index.h"

typedef struct symbol {
  char *name, *c; /* c NULL: absent, or a number */
  char *type;
  uint32_t kind, size;
  bool libc;
  uint64_t hash, number;
} symbol;

typedef struct range {
  char *c;
  uint32_t kind, size;
} range;

typedef struct library {
  char *soname, *init, *fini, *mark, *image;
  char **aliases, **needed, **run_paths;
  uint32_t alias_count, needed_count, run_path_count, symbol_count;
  uint32_t range_count, buckets, flags;
  uint32_t damaged, damage; /* a byte of its coded names; 0: none */
  const char *form;         /* NULL: the usual one */
  symbol *symbols;
  range *ranges;
} library;

typedef struct name_entry {
  const char *name;
  uint64_t hash;
  uint32_t library, kind;
} name_entry;

/* A word of the index that is an address. */
typedef struct address {
  uint32_t at;
  const char *c;
  bool function;
  uint32_t addend;
} address;

static library *libraries;
static uint32_t library_count;
static address *addresses;
static uint32_t address_count;
static unsigned char *bytes;
static uint32_t size, capacity;
static uint32_t edges; /* bytes of them, all together */
static uint32_t text;  /* the same of coded names as strings */
static char **types;   /* of functions, hexadecimal */
static uint32_t type_count;
static const char *usual_form = "fast";
static uint32_t word = 8, word_size, version = DLW_INDEX_VERSION, flags, magic,
                name_buckets, edge_limit = DLW_EDGE_LIMIT,
                library_size = sizeof(dlw_index_library);
static char *slots_end, *tls_probe;

static void die(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fputs("mkindex: ", stderr);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
  va_end(args);
  exit(1);
}

/* Room for item number `n` of an array that doubles at powers of two. */
static void *grow(void *array, uint32_t n, size_t item) {
  if ((n & (n - 1)) != 0)
    return array;
  array = realloc(array, (n == 0 ? 1 : 2 * (size_t)n) * item);
  if (array == NULL)
    die("out of memory");
  return array;
}

static uint32_t reserve(uint32_t n, uint32_t alignment) {
  uint32_t at = (size + alignment - 1) / alignment * alignment;
  size = at + n;
  while (capacity < size) {
    uint32_t more = capacity == 0 ? 65536 : 2 * capacity;
    bytes = realloc(bytes, more);
    if (bytes == NULL)
      die("out of memory");
    memset(bytes + capacity, 0, more - capacity);
    capacity = more;
  }
  return at;
}

static void set32(uint32_t at, uint32_t value) {
  memcpy(bytes + at, &value, 4);
}

static uint32_t put_string(const char *s) {
  uint32_t n = (uint32_t)strlen(s) + 1, at = reserve(n, 1);
  memcpy(bytes + at, s, n);
  return at;
}

static uint64_t hash_name(const char *s) {
  uint64_t h = DLW_HASH_START;
  for (size_t n = strlen(s); n > 0;) {
    uint64_t w = 0;
    size_t k = n < 8 ? n : 8;
    memcpy(&w, s, k);
    h = dlw_index_hash_step(h, w);
    s += k;
    n -= k;
  }
  return dlw_index_hash_finish(h);
}

static uint32_t bucket_count(uint32_t n) {
  return n < DLW_BUCKET_LOAD ? 1 : n / DLW_BUCKET_LOAD;
}

static void add_address(uint32_t at, const char *c, bool function) {
  if (c == NULL)
    return;
  addresses = grow(addresses, address_count, sizeof(address));
  addresses[address_count++] = (address){at, c, function, 0};
}

/* A word that is an address; or 0, and then there is none. */
static uint32_t put_address(const char *c, bool function) {
  if (c == NULL)
    return 0;
  uint32_t at = reserve(word, word);
  add_address(at, c, function);
  return at;
}

static uint32_t find_library(const char *soname) {
  for (uint32_t i = 0; i < library_count; i++)
    if (strcmp(libraries[i].soname, soname) == 0)
      return i;
  die("no library %s", soname);
  return 0;
}

/* --- Reading. --- */

static void add_symbol(library *l, char *name, char *c, uint32_t kind) {
  l->symbols = grow(l->symbols, l->symbol_count, sizeof(symbol));
  l->symbols[l->symbol_count++] =
      (symbol){.name = name, .c = c, .kind = kind, .hash = hash_name(name)};
}

static uint32_t range_kind(const char *name) {
  static const char *const names[] = {"const", "data", "zero", "tls"};
  for (uint32_t i = 0; i < 4; i++)
    if (strcmp(name, names[i]) == 0)
      return i;
  die("no kind of range: %s", name);
  return 0;
}

static void read_statement(char *key, char *value, char *second, char *third) {
  if (strcmp(key, "library") == 0) {
    libraries = grow(libraries, library_count, sizeof(library));
    libraries[library_count++] = (library){.soname = value};
    return;
  }
  uint32_t number = (uint32_t)strtoul(value, NULL, 0);
  if (strcmp(key, "flags") == 0)
    flags = number;
  else if (strcmp(key, "version") == 0)
    version = number;
  else if (strcmp(key, "magic") == 0)
    magic = number;
  else if (strcmp(key, "wordsize") == 0)
    word_size = number;
  else if (strcmp(key, "namebuckets") == 0)
    name_buckets = number;
  else if (strcmp(key, "librarysize") == 0)
    library_size = number;
  else if (strcmp(key, "edgelimit") == 0)
    edge_limit = number;
  else if (strcmp(key, "slotsend") == 0)
    slots_end = value;
  else if (strcmp(key, "tlsprobe") == 0)
    tls_probe = value;
  else if (library_count == 0)
    die("%s before the first library", key);
  library *l = &libraries[library_count - 1];
  char *c = second ? second : value;
  if (strcmp(key, "alias") == 0) {
    l->aliases = grow(l->aliases, l->alias_count, sizeof(char *));
    l->aliases[l->alias_count++] = value;
  } else if (strcmp(key, "needed") == 0) {
    l->needed = grow(l->needed, l->needed_count, sizeof(char *));
    l->needed[l->needed_count++] = value;
  } else if (strcmp(key, "runpath") == 0) {
    l->run_paths = grow(l->run_paths, l->run_path_count, sizeof(char *));
    l->run_paths[l->run_path_count++] = value;
  } else if (strcmp(key, "index") == 0) {
    l->form = value;
  } else if (strcmp(key, "coded") == 0 && second != NULL) {
    l->damaged = number;
    l->damage = (uint32_t)strtoul(second, NULL, 0);
  } else if (strcmp(key, "type") == 0 && l->symbol_count > 0) {
    l->symbols[l->symbol_count - 1].type = value;
  } else if (strcmp(key, "buckets") == 0) {
    l->buckets = number;
  } else if (strcmp(key, "init") == 0) {
    l->init = value;
  } else if (strcmp(key, "fini") == 0) {
    l->fini = value;
  } else if (strcmp(key, "unload") == 0) {
    l->flags |= DLW_LIBRARY_UNLOAD;
  } else if (strcmp(key, "mark") == 0) {
    l->mark = value;
  } else if (strcmp(key, "image") == 0) {
    l->image = value;
  } else if (strcmp(key, "range") == 0 && second != NULL) {
    l->ranges = grow(l->ranges, l->range_count, sizeof(range));
    l->ranges[l->range_count++] =
        (range){second, range_kind(value),
                third ? (uint32_t)strtoul(third, NULL, 0) : 1};
  } else if (strcmp(key, "size") == 0 && l->symbol_count > 0) {
    l->symbols[l->symbol_count - 1].size = number;
  } else if (strcmp(key, "libc") == 0) {
    add_symbol(l, value, c, DLW_SYMBOL_FUNCTION);
    l->symbols[l->symbol_count - 1].libc = true;
  } else if (strcmp(key, "absolute") == 0) {
    add_symbol(l, value, NULL, DLW_SYMBOL_ABSOLUTE);
    l->symbols[l->symbol_count - 1].number = strtoull(c, NULL, 0);
  } else if (strcmp(key, "function") == 0) {
    add_symbol(l, value, c, DLW_SYMBOL_FUNCTION);
  } else if (strcmp(key, "data") == 0) {
    add_symbol(l, value, c, DLW_SYMBOL_DATA);
  } else if (strcmp(key, "tls") == 0) {
    add_symbol(l, value, c, DLW_SYMBOL_TLS);
  } else if (strcmp(key, "absent") == 0) {
    add_symbol(l, value, NULL, DLW_SYMBOL_FUNCTION);
  }
}

static void read_description(const char *path) {
  FILE *f = fopen(path, "r");
  if (f == NULL)
    die("cannot open %s", path);
  char *line = NULL;
  size_t room = 0;
  while (getline(&line, &room, f) > 0) {
    char *key = strtok(line, " \t\n");
    if (key == NULL || *key == '#')
      continue;
    char *value = strtok(NULL, " \t\n"), *second = strtok(NULL, " \t\n");
    char *third = second ? strtok(NULL, " \t\n") : NULL;
    if (value == NULL)
      die("%s: nothing after %s", path, key);
    read_statement(key, strdup(value), second ? strdup(second) : NULL,
                   third ? strdup(third) : NULL);
  }
  free(line);
  fclose(f);
}

/* --- The index. --- */

static uint32_t bucket_divisor;

static int by_bucket(uint64_t a, uint64_t b) {
  uint32_t x = dlw_index_bucket(a, bucket_divisor);
  uint32_t y = dlw_index_bucket(b, bucket_divisor);
  return x < y ? -1 : x > y;
}

static int compare_symbols(const void *a, const void *b) {
  const symbol *x = a, *y = b;
  int c = by_bucket(x->hash, y->hash);
  return c ? c : strcmp(x->name, y->name);
}

static int compare_text(const void *a, const void *b) {
  return strcmp(((const symbol *)a)->name, ((const symbol *)b)->name);
}

static int compare_names(const void *a, const void *b) {
  const name_entry *x = a, *y = b;
  int c = by_bucket(x->hash, y->hash);
  return c ? c : x->library < y->library ? -1 : x->library > y->library;
}

/* starts[b]: the first of `n` sorted items whose bucket is not below b. */
static void put_starts(uint32_t starts, uint32_t buckets, const uint64_t *hash,
                       size_t stride, uint32_t n) {
  uint32_t next = 0;
  for (uint32_t b = 0; b <= buckets; b++) {
    for (; next < n && dlw_index_bucket(*hash, buckets) < b; next++)
      hash = (const uint64_t *)((const char *)hash + stride);
    set32(starts + 4 * b, next);
  }
}

static void put_hashed(library *l, dlw_index_library *out) {
  uint32_t n = l->symbol_count;
  out->buckets = bucket_divisor = l->buckets ? l->buckets : bucket_count(n);
  if (n > 0)
    qsort(l->symbols, n, sizeof(symbol), compare_symbols);
  out->starts = reserve(4 * (out->buckets + 1), 4);
  out->tags = reserve(n, 1);
  out->names = reserve(4 * n, 4);
  out->strings = size;
  for (uint32_t i = 0; i < n; i++) {
    const symbol *s = &l->symbols[i];
    uint32_t name = put_string(s->name) - out->strings;
    if (i > 0 && strcmp(l->symbols[i - 1].name, s->name) == 0)
      die("%s: two symbols %s", l->soname, s->name);
    set32(out->names + 4 * i, name | s->kind << DLW_SYMBOL_KIND_SHIFT |
                                  (s->libc ? DLW_SYMBOL_LIBC : 0));
    bytes[out->tags + i] = dlw_index_tag(s->hash);
  }
  put_starts(out->starts, out->buckets, n ? &l->symbols[0].hash : NULL,
             sizeof(symbol), n);
}

static void put_byte(uint32_t value) {
  uint32_t at = reserve(1, 1);
  bytes[at] = (uint8_t)value;
}

static void put_small(library *l, dlw_index_library *out) {
  uint32_t n = l->symbol_count, names = text;
  out->flags |= DLW_LIBRARY_SMALL;
  out->buckets = (n + DLW_SMALL_BLOCK - 1) / DLW_SMALL_BLOCK;
  out->text = text;
  if (n > 0)
    qsort(l->symbols, n, sizeof(symbol), compare_text);
  out->starts = reserve((uint32_t)sizeof(dlw_index_block) * out->buckets, 4);
  out->tags = reserve(n, 1);
  out->strings = size;
  for (uint32_t i = 0; i < n; i++) {
    const symbol *s = &l->symbols[i];
    uint32_t same = 0;
    if (i % DLW_SMALL_BLOCK == 0) {
      dlw_index_block block = {size - out->strings, text - names};
      memcpy(bytes + out->starts + sizeof(block) * (i / DLW_SMALL_BLOCK),
             &block, sizeof(block));
    } else {
      const char *before = l->symbols[i - 1].name;
      while (same < 255 && s->name[same] && s->name[same] == before[same])
        same++;
    }
    bytes[out->tags + i] = (uint8_t)(s->kind << DLW_SMALL_KIND_SHIFT |
                                     (s->libc ? DLW_SMALL_LIBC : 0));
    put_byte(same);
    put_string(s->name + same);
    text += (uint32_t)strlen(s->name) + 1;
  }
  if (l->damaged)
    bytes[out->strings + l->damaged] = (uint8_t)l->damage;
}

/* 1 + the number of that type, which is added if there was none. */
static uint32_t type_number(char *type) {
  uint32_t i = 0;
  while (i < type_count && strcmp(types[i], type) != 0)
    i++;
  if (i == type_count) {
    types = grow(types, type_count, sizeof(char *));
    types[type_count++] = type;
  }
  return i + 1;
}

static void put_symbols(library *l, dlw_index_library *out) {
  const char *form = l->form ? l->form : usual_form;
  if (strcmp(form, "none") == 0) {
    out->flags |= DLW_LIBRARY_NO_SYMBOLS;
    l->symbol_count = 0;
  }
  uint32_t n = l->symbol_count;
  out->symbol_count = n;
  if (strcmp(form, "small") == 0)
    put_small(l, out);
  else
    put_hashed(l, out);
  out->addresses = reserve(word * n, word);
  for (uint32_t i = 0; i < n; i++) {
    const symbol *s = &l->symbols[i];
    add_address(out->addresses + word * i, s->c,
                s->kind == DLW_SYMBOL_FUNCTION);
    if (s->kind == DLW_SYMBOL_ABSOLUTE)
      memcpy(bytes + out->addresses + word * i, &s->number, word);
    out->size_count += s->kind == DLW_SYMBOL_DATA;
  }
  out->sizes = reserve((uint32_t)sizeof(dlw_index_size) * out->size_count, 4);
  for (uint32_t i = 0, k = 0; i < n; i++) {
    dlw_index_size entry = {i, l->symbols[i].size};
    if (l->symbols[i].kind == DLW_SYMBOL_DATA)
      memcpy(bytes + out->sizes + sizeof(entry) * k++, &entry, sizeof(entry));
  }
  out->symbol_types = reserve(2 * n, 2);
  for (uint32_t i = 0; i < n; i++)
    if (l->symbols[i].type) {
      uint16_t number = (uint16_t)type_number(l->symbols[i].type);
      memcpy(bytes + out->symbol_types + 2 * i, &number, 2);
    }
}

/* Where each function type is, then their bytes. */
static void put_types(dlw_index_header *h) {
  h->type_count = type_count;
  h->types = reserve(4 * (type_count + 1), 4);
  for (uint32_t i = 0; i < type_count; i++) {
    set32(h->types + 4 * i, size);
    for (const char *p = types[i]; p[0] && p[1]; p += 2)
      put_byte((uint32_t)strtoul((char[]){p[0], p[1], 0}, NULL, 16));
  }
  set32(h->types + 4 * type_count, size);
}

static void put_ranges(const library *l, dlw_index_library *out) {
  out->range_count = l->range_count;
  out->ranges = reserve(3 * word * l->range_count, word);
  for (uint32_t i = 0; i < l->range_count; i++) {
    const range *r = &l->ranges[i];
    uint32_t at = out->ranges + 3 * word * i;
    add_address(at, r->c, false);
    add_address(at + word, r->c, false);
    addresses[address_count - 1].addend = r->size;
    set32(at + 2 * word, r->kind);
  }
}

/* How many it depends on, also indirectly; if more than the limit, some
   number above that. */
static uint32_t count_dependencies(uint32_t number) {
  uint32_t *queue = calloc(library_count, sizeof(uint32_t)), n = 1;
  bool *met = calloc(library_count, sizeof(bool));
  if (queue == NULL || met == NULL)
    die("out of memory");
  queue[0] = number;
  met[number] = true;
  for (uint32_t i = 0; i < n && n <= edge_limit + 1; i++)
    for (uint32_t k = 0; k < libraries[queue[i]].needed_count; k++) {
      uint32_t needed = find_library(libraries[queue[i]].needed[k]);
      if (!met[needed])
        queue[n++] = needed;
      met[needed] = true;
    }
  free(queue);
  free(met);
  return n - 1;
}

/* Offset of the strings' offsets. */
static uint32_t put_strings(char **strings, uint32_t n) {
  uint32_t at = reserve(4 * n, 4);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t string = put_string(strings[i]);
    set32(at + 4 * i, string);
  }
  return at;
}

static void put_library(uint32_t number, dlw_index_library *out) {
  library *l = &libraries[number];
  out->soname = put_string(l->soname);
  out->flags = l->flags | (number == 0 ? DLW_LIBRARY_PROGRAM : 0);
  out->alias_count = l->alias_count;
  out->aliases = put_strings(l->aliases, l->alias_count);
  out->run_path_count = l->run_path_count;
  out->run_paths = put_strings(l->run_paths, l->run_path_count);
  out->needed_count = l->needed_count;
  out->needed = reserve(4 * l->needed_count, 4);
  for (uint32_t i = 0; i < l->needed_count; i++)
    set32(out->needed + 4 * i, find_library(l->needed[i]));
  if (l->needed_count > 0) {
    uint32_t all = count_dependencies(number);
    out->edges = DLW_STATE_SIZE(word) * library_count + edges;
    out->edge_room = all > edge_limit ? l->needed_count : all;
    edges += 4 * out->edge_room;
  }
  out->init = put_address(l->init, true);
  out->fini = put_address(l->fini, true);
  out->mark = put_address(l->mark, true);
  out->image = put_address(l->image, false);
  put_symbols(l, out);
  put_ranges(l, out);
}

static name_entry *entries;
static uint32_t entry_count, longest_name;

static void add_name(const char *name, uint32_t number) {
  const char *base = strrchr(name, '/');
  entries = grow(entries, entry_count, sizeof(name_entry));
  entries[entry_count++] =
      (name_entry){name, hash_name(name), number, DLW_NAME_EXACT};
  if (strlen(name) > longest_name)
    longest_name = (uint32_t)strlen(name);
  if (base == NULL)
    return;
  entries = grow(entries, entry_count, sizeof(name_entry));
  entries[entry_count++] =
      (name_entry){base + 1, hash_name(base + 1), number, DLW_NAME_BASE};
}

static void put_names(dlw_index_header *h) {
  for (uint32_t i = 0; i < library_count; i++) {
    add_name(libraries[i].soname, i);
    for (uint32_t k = 0; k < libraries[i].alias_count; k++)
      add_name(libraries[i].aliases[k], i);
  }
  h->longest_name = longest_name;
  h->name_count = entry_count;
  h->name_buckets = bucket_divisor =
      name_buckets ? name_buckets : bucket_count(entry_count);
  qsort(entries, entry_count, sizeof(name_entry), compare_names);
  h->name_starts = reserve(4 * (h->name_buckets + 1), 4);
  h->names = reserve((uint32_t)sizeof(dlw_index_name) * entry_count, 4);
  for (uint32_t i = 0; i < entry_count; i++) {
    dlw_index_name n = {(uint32_t)(entries[i].hash >> 32),
                        put_string(entries[i].name), entries[i].library,
                        entries[i].kind};
    memcpy(bytes + h->names + sizeof(n) * i, &n, sizeof(n));
  }
  put_starts(h->name_starts, h->name_buckets, &entries[0].hash,
             sizeof(name_entry), entry_count);
}

/* What the program needs, breadth first. */
static void put_startup(dlw_index_header *h) {
  uint32_t *queue = calloc(library_count, sizeof(uint32_t)), n = 1;
  if (queue == NULL)
    die("out of memory");
  for (uint32_t i = 0; i < n; i++) {
    const library *l = &libraries[queue[i]];
    for (uint32_t k = 0; k < l->needed_count; k++) {
      uint32_t needed = find_library(l->needed[k]);
      if (needed == 0 || libraries[needed].flags & DLW_LIBRARY_STARTUP)
        continue;
      libraries[needed].flags |= DLW_LIBRARY_STARTUP;
      queue[n++] = needed;
    }
  }
  h->startup_count = n - 1;
  h->startup = reserve(4 * (n - 1), 4);
  memcpy(bytes + h->startup, queue + 1, 4 * (n - 1));
  free(queue);
}

static bool has_destructors(void) {
  for (uint32_t i = 0; i < library_count; i++)
    if (libraries[i].fini || libraries[i].flags & DLW_LIBRARY_UNLOAD)
      return true;
  return false;
}

static void put_index(void) {
  static const uint8_t magic_bytes[16] = DLW_INDEX_MAGIC;
  dlw_index_header h = {.version = version,
                        .library_count = library_count,
                        .word_size = word_size ? word_size : word,
                        .flags = flags,
                        .library_size = library_size};
  memcpy(h.magic, magic_bytes, 16);
  h.magic[0] = (uint8_t)magic;
  reserve(sizeof(h), 16);
  h.state = reserve(word, word);
  add_address(h.state, "__dlweld_state", false);
  h.slots_end = put_address(slots_end, true);
  h.tls_probe = put_address(tls_probe, false);
  h.exit = put_address(has_destructors() ? "__dlweld_exit" : NULL, true);
  put_startup(&h);
  h.libraries = reserve((uint32_t)sizeof(dlw_index_library) * library_count, 4);
  put_names(&h);
  for (uint32_t i = 0; i < library_count; i++) {
    dlw_index_library l = {0};
    put_library(i, &l);
    memcpy(bytes + h.libraries + sizeof(l) * i, &l, sizeof(l));
  }
  put_types(&h);
  reserve(8, 1);
  h.size = size;
  memcpy(bytes, &h, sizeof(h));
}

/* --- Writing: a structure of runs of bytes and addresses by turns. --- */

static int compare_addresses(const void *a, const void *b) {
  const address *x = a, *y = b;
  return x->at < y->at ? -1 : x->at > y->at;
}

static int compare_targets(const void *a, const void *b) {
  const address *x = *(const address *const *)a;
  const address *y = *(const address *const *)b;
  return strcmp(x->c, y->c);
}

static void write_declarations(void) {
  const address **sorted = calloc(address_count + 1, sizeof(address *));
  if (sorted == NULL)
    die("out of memory");
  for (uint32_t i = 0; i < address_count; i++)
    sorted[i] = &addresses[i];
  qsort(sorted, address_count, sizeof(address *), compare_targets);
  for (uint32_t i = 0; i < address_count; i++) {
    const address *a = sorted[i];
    if (strcmp(a->c, "__dlweld_state") == 0 ||
        (i > 0 && strcmp(a->c, sorted[i - 1]->c) == 0))
      continue;
    printf(a->function ? "extern void %s(void);\n" : "extern char %s[];\n",
           a->c);
  }
  free(sorted);
}

static void write_index(void) {
  for (uint32_t i = 0; i < library_count; i++)
    if (libraries[i].flags & DLW_LIBRARY_STARTUP) {
      puts("// startup libraries");
      break;
    }
  qsort(addresses, address_count, sizeof(address), compare_addresses);
  puts("#define A(x) const void *x");
  printf("_Static_assert(sizeof(void *) == %u, \"mkindex -%u\");\n", word,
         word);
  printf("unsigned char __dlweld_state[%zu] __attribute__((aligned(16)));\n",
         (size_t)DLW_STATE_SIZE(word) * library_count + edges);
  if (text > 0)
    printf("char __dlweld_names[%u];\n", text);
  write_declarations();
  puts("const struct __attribute__((packed, aligned(16))) {");
  uint32_t at = 0;
  for (uint32_t i = 0; i <= address_count; i++) {
    uint32_t end = i < address_count ? addresses[i].at : size;
    if (end > at)
      printf("unsigned char b%u[%u];\n", at, end - at);
    if (i < address_count)
      printf("A(a%u);\n", end);
    at = end + word;
  }
  puts("} __dlweld_index = {");
  at = 0;
  for (uint32_t i = 0; i <= address_count; i++) {
    uint32_t end = i < address_count ? addresses[i].at : size;
    for (uint32_t k = at; k < end; k++)
      printf("%s%u%s", k == at ? "{" : ",", bytes[k],
             k + 1 == end ? "},\n" : "");
    if (i < address_count)
      printf(addresses[i].addend ? "(const char *)%s + %u,\n"
                                 : "(const void *)%s,\n",
             addresses[i].c, addresses[i].addend);
    at = end + word;
  }
  puts("};");
}

int main(int argc, char **argv) {
  int at = 1;
  if (at < argc && strcmp(argv[at], "-4") == 0)
    word = 4, at++;
  else if (at < argc && strcmp(argv[at], "-8") == 0)
    at++;
  if (at < argc && strcmp(argv[at], "-s") == 0)
    usual_form = "small", at++;
  if (at + 1 != argc)
    die("usage: mkindex [-4 | -8] [-s] FILE");
  read_description(argv[at]);
  if (library_count == 0)
    die("no library");
  put_index();
  write_index();
  return 0;
}
