/* The layout of dlfcn/index.h, field by field. Nothing is trusted: each count,
   offset and string is checked against the index's size before it is used.
   Arrays and strings may not overlap, which keeps this linear: what all of them
   claim together is bounded by the size (dlw_index_decode's room). */
#include "index/decode.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "dlfcn/index.h"

typedef struct decoder {
  dlw_ctx *cx;
  const dlw_module *m;
  dlw_welded *x;
  const uint8_t *p; /* the index */
  uint32_t size;
  uint32_t word;          /* bytes of one */
  uint64_t room;          /* bytes no array has claimed yet */
  uint64_t text;          /* the same of strings */
  uint64_t names;         /* bytes of coded names before this library's */
  uint32_t library;       /* being read, or NO_LIBRARY */
  uint32_t record_size;   /* of a library's record */
  uint32_t types, starts; /* function types: how many, where their offsets */
} decoder;

#define NO_LIBRARY UINT32_MAX
#define HEADER(field) ((uint32_t)offsetof(dlw_index_header, field))
#define RECORD(field) ((uint32_t)offsetof(dlw_index_library, field))

static uint32_t load32(const uint8_t *p) {
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
         (uint32_t)p[3] << 24;
}

static uint32_t at32(const decoder *d, uint32_t offset) {
  return load32(d->p + offset);
}

static uint64_t word_at(const decoder *d, uint32_t offset) {
  uint64_t v = at32(d, offset);
  return d->word == 4 ? v : v | (uint64_t)at32(d, offset + 4) << 32;
}

/* --- Faults --- */

static bool fault_text(dlw_ctx *cx, const dlw_module *m, const dlw_welded *x,
                       uint32_t offset, const char *text) {
  dlw_where where = m->where;
  where.offset = dlw_welded_place(m, x, offset);
  where.has_offset = where.offset != UINT64_MAX;
  return dlw_error(cx, &where, "%s: %s",
                   x->in_section ? DLW_DLSYM_SECTION : "index", text);
}

bool dlw_index_fault(dlw_ctx *cx, const dlw_module *m, const dlw_welded *x,
                     uint32_t offset, const char *format, ...) {
  char text[512];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  return fault_text(cx, m, x, offset, text);
}

/* The same, with the library that is being read. */
__attribute__((format(printf, 3, 4), cold)) static bool
fault(const decoder *d, uint32_t offset, const char *format, ...) {
  char text[512];
  int n = d->library == NO_LIBRARY
              ? 0
              : snprintf(text, sizeof text, "library %u: ", d->library);
  va_list args;
  va_start(args, format);
  vsnprintf(text + n, sizeof text - (size_t)n, format, args);
  va_end(args);
  return fault_text(d->cx, d->m, d->x, offset, text);
}

/* --- Arrays, words, strings --- */

/* An array of `count` elements of `element` bytes, whose offset is in the field
   at `at`: inside the index, and not claimed before as a whole. */
static bool array(decoder *d, const char *field, uint32_t at, uint32_t count,
                  uint32_t element, uint32_t *offset) {
  *offset = at32(d, at);
  if (!count)
    return true;
  if (*offset > d->size)
    return fault(d, at,
                 "%s: offset 0x%" PRIx32
                 " is not in the index, which has 0x%" PRIx32 " bytes",
                 field, *offset, d->size);
  uint64_t bytes = (uint64_t)count * element;
  if (bytes > d->size - *offset)
    return fault(d, at,
                 "%s: %" PRIu32 " of %" PRIu32
                 " bytes each from offset 0x%" PRIx32
                 " on run past the index's end",
                 field, count, element, *offset);
  if (bytes > d->room)
    return fault(d, at, "%s: overlap what has been read before", field);
  d->room -= bytes;
  return true;
}

/* A word whose offset is in the field at `at`; 0: there is none. */
static bool word(decoder *d, const char *field, uint32_t at,
                 dlw_welded_word *out) {
  out->offset = at32(d, at);
  if (!out->offset)
    return true;
  if (out->offset > d->size - d->word)
    return fault(d, at,
                 "%s: offset 0x%" PRIx32
                 " is not in the index, which has 0x%" PRIx32 " bytes",
                 field, out->offset, d->size);
  out->value = word_at(d, out->offset);
  return true;
}

/* A string at `offset`, which the field at `at` has. */
static bool string(decoder *d, const char *field, uint32_t at, uint64_t offset,
                   dlw_str *out) {
  if (offset >= d->size)
    return fault(d, at,
                 "%s: offset 0x%" PRIx64
                 " is not in the index, which has 0x%" PRIx32 " bytes",
                 field, offset, d->size);
  const char *p = (const char *)d->p + offset;
  const char *end = memchr(p, 0, d->size - (size_t)offset);
  if (!end)
    return fault(d, (uint32_t)offset, "%s: a string without an end", field);
  *out = (dlw_str){p, (size_t)(end - p)};
  if (out->n >= d->text)
    return fault(d, (uint32_t)offset, "%s: strings overlap", field);
  d->text -= out->n + 1;
  return true;
}

/* An array of strings' offsets; count in the field behind `at`. */
static bool strings(decoder *d, const char *field, uint32_t at, dlw_str **out,
                    uint32_t *count) {
  uint32_t offset;
  *count = at32(d, at + 4);
  if (!array(d, field, at, *count, 4, &offset) ||
      !(*out = dlw_alloc(d->cx, *count, sizeof **out)))
    return false;
  for (uint32_t i = 0; i < *count; i++)
    if (!string(d, field, offset + 4 * i, at32(d, offset + 4 * i), &(*out)[i]))
      return false;
  return true;
}

/* An array of library numbers; count in the field behind `at`. */
static bool numbers(decoder *d, const char *field, uint32_t at, uint32_t **out,
                    uint32_t *count) {
  uint32_t offset;
  *count = at32(d, at + 4);
  if (!array(d, field, at, *count, 4, &offset) ||
      !(*out = dlw_alloc(d->cx, *count, sizeof **out)))
    return false;
  for (uint32_t i = 0; i < *count; i++) {
    uint32_t n = (*out)[i] = at32(d, offset + 4 * i);
    if (!n || n >= d->x->library_count)
      return fault(d, offset + 4 * i,
                   "%s: number %" PRIu32
                   " is no library's; there are 1 to %" PRIu32,
                   field, n, d->x->library_count - 1);
  }
  return true;
}

/* --- Hash tables --- */

uint64_t dlw_index_hash(dlw_str name) {
  uint64_t h = DLW_HASH_START;
  const uint8_t *p = (const uint8_t *)name.p;
  size_t i = 0;
  for (; name.n - i >= 8; i += 8)
    h = dlw_index_hash_step(h, load32(p + i) | (uint64_t)load32(p + i + 4)
                                                   << 32);
  uint64_t rest = 0;
  for (size_t k = 0; i + k < name.n; k++)
    rest |= (uint64_t)p[i + k] << (8 * k);
  return dlw_index_hash_finish(i < name.n ? dlw_index_hash_step(h, rest) : h);
}

/* uint32_t[buckets + 1]: from 0 to `count`, never less than before. */
static bool bucket_starts(decoder *d, const char *field, uint32_t at,
                          uint32_t at_buckets, uint32_t count,
                          uint32_t *offset) {
  uint32_t buckets = at32(d, at_buckets);
  if (!buckets || buckets == UINT32_MAX)
    return fault(d, at_buckets, "%s: there are %" PRIu32 " buckets", field,
                 buckets);
  if (!array(d, field, at, buckets + 1, 4, offset))
    return false;
  uint32_t last = 0;
  for (uint32_t i = 0; i <= buckets; i++) {
    uint32_t start = at32(d, *offset + 4 * i);
    if (start < last || (i == 0 && start) || (i == buckets && start != count))
      return fault(d, *offset + 4 * i,
                   "%s: bucket %" PRIu32 " starts at %" PRIu32 ", of %" PRIu32,
                   field, i, start, count);
    last = start;
  }
  return true;
}

/* The name table of dlopen. */
static bool name_table(decoder *d) {
  uint32_t starts, names, count = at32(d, HEADER(name_count));
  uint32_t longest = at32(d, HEADER(longest_name));
  if (!bucket_starts(d, "name_starts", HEADER(name_starts),
                     HEADER(name_buckets), count, &starts) ||
      !array(d, "names", HEADER(names), count, sizeof(dlw_index_name), &names))
    return false;
  uint32_t buckets = at32(d, HEADER(name_buckets));
  for (uint32_t bucket = 0, i = 0; i < count; i++) {
    uint32_t at = names + i * (uint32_t)sizeof(dlw_index_name);
    uint32_t library = at32(d, at + offsetof(dlw_index_name, library));
    dlw_str name;
    uint32_t at_string = at + (uint32_t)offsetof(dlw_index_name, string);
    if (!string(d, "names", at_string, at32(d, at_string), &name))
      return false;
    while (i >= at32(d, starts + 4 * (bucket + 1)))
      bucket++;
    uint64_t hash = dlw_index_hash(name);
    if (at32(d, at) != (uint32_t)(hash >> 32) ||
        dlw_index_bucket(hash, buckets) != bucket)
      return fault(d, at, "names: \"%.*s\" is not where its hash says",
                   DLW_FMT(name));
    if (!library || library >= d->x->library_count)
      return fault(d, at,
                   "names: number %" PRIu32
                   " is no library's; there are 1 to %" PRIu32,
                   library, d->x->library_count - 1);
    if (name.n > longest)
      return fault(d, HEADER(longest_name),
                   "longest_name: %" PRIu32 ", but \"%.*s\" has %zu bytes",
                   longest, DLW_FMT(name), name.n);
    uint32_t kind = at32(d, at + offsetof(dlw_index_name, kind));
    if (kind > DLW_NAME_BASE)
      return fault(d, at + (uint32_t)offsetof(dlw_index_name, kind),
                   "names: unknown kind %" PRIu32, kind);
  }
  return true;
}

/* --- Function types --- */

/* A vector of value types: a byte each, but two where a reference says what to.
 */
static const uint8_t *value_types(const uint8_t *p, const uint8_t *end) {
  uint32_t count = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (p == end || shift > 28)
      return NULL;
    count |= (uint32_t)(*p & 0x7f) << shift;
    if (*p++ < 0x80)
      break;
  }
  for (; count; count--) {
    bool reference = p < end && (*p == 0x63 || *p == 0x64);
    for (int i = 0; i <= reference; i++, p++)
      if (p == end || *p < 0x40 || *p >= 0x80)
        return NULL;
  }
  return p;
}

bool dlw_index_type_fits(dlw_bytes type) {
  const uint8_t *p = type.p, *end = type.p + type.n;
  p = type.n && *p == 0x60 ? value_types(p + 1, end) : NULL;
  p = p ? value_types(p, end) : NULL;
  return p && p == end;
}

static bool types_read(decoder *d) {
  d->types = at32(d, HEADER(type_count));
  d->x->types = d->types;
  if (d->types >= UINT16_MAX)
    return fault(d, HEADER(type_count), "type_count: %" PRIu32 " are too many",
                 d->types);
  if (!array(d, "types", HEADER(types), d->types + 1, 4, &d->starts))
    return false;
  for (uint32_t i = 0; i < d->types; i++) {
    uint32_t at = d->starts + 4 * i;
    uint32_t from = at32(d, at), to = at32(d, at + 4);
    if (from > to || to > d->size)
      return fault(d, at, "types: type %" PRIu32 " is not in the index", i);
    if (to - from > d->text)
      return fault(d, at, "types: they overlap");
    d->text -= to - from;
    if (!dlw_index_type_fits((dlw_bytes){d->p + from, to - from}))
      return fault(d, from, "types: type %" PRIu32 " is no function type", i);
  }
  return true;
}

/* --- Symbols --- */

/* Names, and what stands beside them, of a table in buckets. */
static bool hashed_names(decoder *d, uint32_t record, dlw_welded_library *lib) {
  uint32_t count = lib->symbol_count, starts, names, tags;
  uint32_t base = at32(d, record + RECORD(strings));
  uint32_t buckets = at32(d, record + RECORD(buckets));
  if (!bucket_starts(d, "starts", record + RECORD(starts),
                     record + RECORD(buckets), count, &starts) ||
      !array(d, "names", record + RECORD(names), count, 4, &names) ||
      !array(d, "tags", record + RECORD(tags), count, 1, &tags))
    return false;
  for (uint32_t bucket = 0, i = 0; i < count; i++) {
    uint32_t entry = at32(d, names + 4 * i);
    uint64_t offset = (uint64_t)base + (entry & DLW_SYMBOL_NAME_MASK);
    dlw_welded_symbol *s = &lib->symbols[i];
    if (!string(d, "names", names + 4 * i, offset, &s->name))
      return false;
    s->kind = (uint8_t)(entry >> DLW_SYMBOL_KIND_SHIFT);
    s->libc = entry & DLW_SYMBOL_LIBC;
    s->where = (uint32_t)offset;
    while (i >= at32(d, starts + 4 * (bucket + 1)))
      bucket++;
    uint64_t hash = dlw_index_hash(s->name);
    if (dlw_index_bucket(hash, buckets) != bucket ||
        d->p[tags + i] != dlw_index_tag(hash))
      return fault(d, tags + i,
                   "symbol %" PRIu32 ": \"%.*s\" is not where its hash says", i,
                   DLW_FMT(s->name));
  }
  return true;
}

/* How long coded names are, in each block and in all; `*end` behind the coding.
 */
static bool coded_lengths(decoder *d, uint32_t record, uint32_t count,
                          uint32_t blocks, uint32_t base, uint64_t *total) {
  uint64_t at = base, text = 0, last = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t block =
        blocks + i / DLW_SMALL_BLOCK * (uint32_t)sizeof(dlw_index_block);
    bool first = i % DLW_SMALL_BLOCK == 0;
    if (first &&
        (base + (uint64_t)at32(d, block) != at || at32(d, block + 4) != text))
      return fault(d, block,
                   "block %" PRIu32 " is not where the one before ends",
                   i / DLW_SMALL_BLOCK);
    dlw_str rest;
    if (at >= d->size)
      return fault(d, record + RECORD(strings),
                   "symbol %" PRIu32 ": its name runs past the index's end", i);
    uint8_t same = d->p[at];
    if (same > (first ? 0 : last))
      return fault(d, (uint32_t)at,
                   "symbol %" PRIu32
                   ": %u bytes as the name before, which has %" PRIu64,
                   i, same, first ? 0 : last);
    if (!string(d, "strings", (uint32_t)at, at + 1, &rest))
      return false;
    last = same + rest.n;
    text += last + 1;
    at += 2 + rest.n;
  }
  *total = text;
  if (d->names + text > UINT32_MAX)
    return fault(d, record + RECORD(strings), "names of more than 4 GiB");
  return true;
}

/* The same of one that is sorted, with coded names. */
static bool small_names(decoder *d, uint32_t record, dlw_welded_library *lib) {
  uint32_t count = lib->symbol_count, blocks, tags;
  uint32_t block_count = at32(d, record + RECORD(buckets));
  uint32_t base = at32(d, record + RECORD(strings));
  uint64_t total = 0;
  if (block_count != (count + DLW_SMALL_BLOCK - 1) / DLW_SMALL_BLOCK)
    return fault(d, record + RECORD(buckets),
                 "buckets: %" PRIu32 " blocks for %" PRIu32 " symbols",
                 block_count, count);
  if (!array(d, "starts", record + RECORD(starts), block_count,
             sizeof(dlw_index_block), &blocks) ||
      !array(d, "tags", record + RECORD(tags), count, 1, &tags) ||
      !coded_lengths(d, record, count, blocks, base, &total))
    return false;
  if (at32(d, record + RECORD(text)) != d->names)
    return fault(d, record + RECORD(text),
                 "text: 0x%" PRIx32 ", but 0x%" PRIx64
                 " bytes of names come before",
                 at32(d, record + RECORD(text)), d->names);
  d->names += total;
  char *text = dlw_alloc(d->cx, (size_t)total, 1);
  if (!text)
    return false;
  uint32_t at = base;
  dlw_str last = {0};
  for (uint32_t i = 0; i < count; i++) {
    dlw_welded_symbol *s = &lib->symbols[i];
    uint8_t same = d->p[at], tag = d->p[tags + i];
    const char *rest = (const char *)d->p + at + 1;
    size_t n = strlen(rest);
    if (same)
      memcpy(text, last.p, same);
    memcpy(text + same, rest, n);
    s->name = (dlw_str){text, same + n};
    s->kind = tag >> DLW_SMALL_KIND_SHIFT;
    s->libc = tag & DLW_SMALL_LIBC;
    s->where = at + 1;
    size_t least = s->name.n < last.n ? s->name.n : last.n;
    int order = i ? memcmp(last.p, text, least) : -1;
    if (order > 0 || (order == 0 && last.n >= s->name.n))
      return fault(d, at, "symbol %" PRIu32 ": \"%.*s\" is out of order", i,
                   DLW_FMT(s->name));
    last = s->name;
    text += s->name.n + 1;
    at += 2 + (uint32_t)n;
  }
  return true;
}

/* Sizes of those that are data. */
static bool sizes_read(decoder *d, uint32_t record, dlw_welded_library *lib) {
  uint32_t count = at32(d, record + RECORD(size_count)), sizes;
  if (!array(d, "sizes", record + RECORD(sizes), count, sizeof(dlw_index_size),
             &sizes))
    return false;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t at = sizes + i * (uint32_t)sizeof(dlw_index_size);
    uint32_t symbol = at32(d, at);
    if (symbol >= lib->symbol_count || (i && symbol <= at32(d, at - 8)) ||
        lib->symbols[symbol].kind == DLW_SYMBOL_FUNCTION)
      return fault(d, at,
                   "sizes: symbol %" PRIu32 " is out of order, or has none",
                   symbol);
    lib->symbols[symbol].size = at32(d, at + 4);
  }
  return true;
}

static bool symbols_read(decoder *d, uint32_t record, dlw_welded_library *lib) {
  uint32_t count = at32(d, record + RECORD(symbol_count));
  uint32_t addresses, types = 0;
  if (lib->flags & DLW_LIBRARY_NO_SYMBOLS && count)
    return fault(
        d, record + RECORD(symbol_count),
        "symbol_count: %" PRIu32 ", but its flags say that it has none", count);
  if (lib->flags & DLW_LIBRARY_NO_SYMBOLS)
    return true;
  if (!array(d, "addresses", record + RECORD(addresses), count, d->word,
             &addresses))
    return false;
  if (at32(d, record + RECORD(symbol_types)) &&
      !array(d, "symbol_types", record + RECORD(symbol_types), count, 2,
             &types))
    return false;
  lib->symbols = dlw_alloc(d->cx, count, sizeof *lib->symbols);
  if (!lib->symbols)
    return false;
  lib->symbol_count = count;
  if (!(lib->flags & DLW_LIBRARY_SMALL ? small_names(d, record, lib)
                                       : hashed_names(d, record, lib)))
    return false;
  for (uint32_t i = 0; i < count; i++) {
    dlw_welded_symbol *s = &lib->symbols[i];
    s->offset = addresses + i * d->word;
    s->value = word_at(d, s->offset);
    uint32_t at = types + 2 * i;
    uint32_t type = types ? d->p[at] | (uint32_t)d->p[at + 1] << 8 : 0;
    if (type > d->types || (type && s->kind != DLW_SYMBOL_FUNCTION))
      return fault(d, at,
                   "symbol_types: symbol %" PRIu32 " cannot have type %" PRIu32,
                   i, type - 1);
    if (type) {
      uint32_t from = at32(d, d->starts + 4 * (type - 1));
      s->type = (dlw_bytes){d->p + from, at32(d, d->starts + 4 * type) - from};
    }
  }
  return sizes_read(d, record, lib);
}

/* --- Libraries --- */

static bool ranges_read(decoder *d, uint32_t record, dlw_welded_library *lib) {
  uint32_t count = at32(d, record + RECORD(range_count)), ranges;
  if (!array(d, "ranges", record + RECORD(ranges), count, 3 * d->word,
             &ranges) ||
      !(lib->ranges = dlw_alloc(d->cx, count, sizeof *lib->ranges)))
    return false;
  lib->range_count = count;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t at = ranges + i * 3 * d->word;
    uint64_t kind = word_at(d, at + 2 * d->word);
    if (kind > DLW_RANGE_TLS)
      return fault(d, at + 2 * d->word, "ranges: unknown kind %" PRIu64, kind);
    lib->ranges[i] = (dlw_welded_range){
        word_at(d, at), word_at(d, at + d->word), (uint32_t)kind, at};
  }
  return true;
}

#define KNOWN_LIBRARY_FLAGS                                                    \
  (DLW_LIBRARY_PROGRAM | DLW_LIBRARY_STARTUP | DLW_LIBRARY_UNLOAD |            \
   DLW_LIBRARY_SMALL | DLW_LIBRARY_NO_SYMBOLS)

static bool flags_read(decoder *d, uint32_t record, dlw_welded_library *lib) {
  uint32_t at = record + RECORD(flags);
  lib->flags = at32(d, at);
  /* Whoever does not know one of the upper half may ignore it. */
  uint32_t unknown = lib->flags & 0xffffu & ~KNOWN_LIBRARY_FLAGS;
  if (unknown)
    return fault(d, at, "unknown flags 0x%" PRIx32, unknown);
  if (!(lib->flags & DLW_LIBRARY_PROGRAM) != (d->library != 0))
    return fault(d, at, "number 0, and only that, is the program");
  return true;
}

static bool library_read(decoder *d, uint32_t record) {
  dlw_welded_library *lib = &d->x->libraries[d->library];
  dlw_welded_word *slots = lib->slots;
  uint32_t at = record + RECORD(soname);
  if (!flags_read(d, record, lib) ||
      !string(d, "soname", at, at32(d, at), &lib->soname) ||
      !strings(d, "aliases", record + RECORD(aliases), &lib->aliases,
               &lib->alias_count) ||
      !numbers(d, "needed", record + RECORD(needed), &lib->needed,
               &lib->needed_count) ||
      !strings(d, "run_paths", record + RECORD(run_paths), &lib->run_paths,
               &lib->run_path_count) ||
      !word(d, "init", record + RECORD(init), &lib->init) ||
      !word(d, "fini", record + RECORD(fini), &lib->fini) ||
      !word(d, "mark", record + RECORD(mark), &lib->mark) ||
      !word(d, "image", record + RECORD(image), &lib->image) ||
      !word(d, "slots", record + RECORD(slots), slots))
    return false;
  if (slots[0].offset) {
    if (slots[0].offset > d->size - 2 * d->word)
      return fault(d, record + RECORD(slots),
                   "slots: offset 0x%" PRIx32
                   " is not in the index, which has 0x%" PRIx32 " bytes",
                   slots[0].offset, d->size);
    slots[1].offset = slots[0].offset + d->word;
    slots[1].value = word_at(d, slots[1].offset);
  }
  return ranges_read(d, record, lib) && symbols_read(d, record, lib);
}

static bool libraries_read(decoder *d) {
  dlw_welded *x = d->x;
  uint32_t records;
  x->library_count = at32(d, HEADER(library_count));
  d->record_size = at32(d, HEADER(library_size));
  if (!x->library_count)
    return fault(d, HEADER(library_count),
                 "library_count: 0, but the program is one");
  if (d->record_size < sizeof(dlw_index_library))
    return fault(d, HEADER(library_size),
                 "library_size: %" PRIu32 " bytes are too few", d->record_size);
  if (!array(d, "libraries", HEADER(libraries), x->library_count,
             d->record_size, &records) ||
      !(x->libraries =
            dlw_alloc(d->cx, x->library_count, sizeof *x->libraries)))
    return false;
  if (!name_table(d) || !types_read(d) ||
      !numbers(d, "startup", HEADER(startup), &x->startup, &x->startup_count))
    return false;
  for (uint32_t i = 0; i < x->library_count; i++) {
    d->library = i;
    if (!library_read(d, records + i * d->record_size))
      return false;
  }
  return true;
}

bool dlw_index_decode(dlw_ctx *cx, const dlw_module *m, dlw_welded *x) {
  uint32_t size = (uint32_t)x->bytes.n;
  decoder d = {.cx = cx,
               .m = m,
               .x = x,
               .p = x->bytes.p,
               .size = size,
               .room = size,
               .text = 2 * (uint64_t)size,
               .library = NO_LIBRARY};
  x->version = at32(&d, HEADER(version));
  if (x->version > DLW_INDEX_VERSION)
    return fault(&d, HEADER(version),
                 "of version %" PRIu32 "; this dlweld knows %u", x->version,
                 DLW_INDEX_VERSION);
  if (x->version < DLW_INDEX_VERSION)
    return fault(&d, HEADER(version),
                 "of version %" PRIu32 ", which this dlweld no longer reads",
                 x->version);
  if (at32(&d, HEADER(size)) != size)
    return fault(&d, HEADER(size),
                 "size: 0x%" PRIx32 " bytes, but there are 0x%" PRIx32,
                 at32(&d, HEADER(size)), size);
  if (at32(&d, HEADER(flags)))
    return fault(&d, HEADER(flags), "unknown flags 0x%" PRIx32,
                 at32(&d, HEADER(flags)));
  d.word = at32(&d, HEADER(word_size));
  if (d.word != (x->memory64 ? 8u : 4u))
    return fault(&d, HEADER(word_size),
                 "word_size: %" PRIu32
                 " does not fit the module's memory of %u-bit addresses",
                 d.word, x->memory64 ? 64u : 32u);
  return word(&d, "state", HEADER(state), &x->state) &&
         word(&d, "slots_end", HEADER(slots_end), &x->slots_end) &&
         word(&d, "exit", HEADER(exit), &x->exit) &&
         word(&d, "tls_probe", HEADER(tls_probe), &x->tls_probe) &&
         word(&d, "owners", HEADER(owners), &x->owners) && libraries_read(&d);
}
