/* Writing GNU archives with a symbol index, as llvm-ar does: numbers of the
   index are big-endian, 32 bits wide, or 64 where a member with symbols begins
   at 4 GiB or later. Dates and owners are zero. */
#include <stdio.h>

#include "object/archive.h"

enum { HEADER = 60 };

/* The index holds NUL-terminated names; what has a NUL inside cannot be in
   it. */
static bool indexable(dlw_str symbol) {
  return symbol.n == 0 || !memchr(symbol.p, '\0', symbol.n);
}

/* Fits the header itself, with the '/' behind it. */
static bool is_short(dlw_str name) {
  return name.n > 0 && name.n <= 15 && !memchr(name.p, '/', name.n);
}

static size_t even(size_t n) { return n + (n & 1); }

static size_t index_size(uint64_t symbols, uint64_t bytes, bool wide) {
  uint64_t word = wide ? 8 : 4;
  return even(word + symbols * word + bytes);
}

/* Where members go when the index takes `index` bytes; the header of the last
   one with symbols is at `*last`. */
static size_t place(const dlw_archive_input *inputs, uint32_t count,
                    dlw_archive_layout *l, size_t *last) {
  size_t at = 8 + HEADER + l->index_size;
  *last = 0;
  if (l->names_size)
    at += HEADER + l->names_size;
  for (uint32_t i = 0; i < count; i++) {
    if (inputs[i].symbol_count)
      *last = at;
    l->offsets[i] = at + HEADER;
    at += HEADER + even(inputs[i].size);
  }
  return at;
}

bool dlw_archive_plan(dlw_ctx *cx, const dlw_archive_input *inputs,
                      uint32_t count, dlw_archive_layout *out) {
  dlw_archive_layout *l = out;
  uint64_t symbols = 0, bytes = 0;
  size_t last;
  *l = (dlw_archive_layout){0};
  l->offsets = dlw_alloc(cx, count, sizeof *l->offsets);
  if (!l->offsets)
    return false;
  for (uint32_t i = 0; i < count; i++) {
    if (inputs[i].size > UINT64_C(9999999999)) /* ten digits */
      return dlw_error(cx, &(dlw_where){.member = inputs[i].name},
                       "too large for an archive");
    if (!is_short(inputs[i].name))
      l->names_size += inputs[i].name.n + 2;
    for (uint32_t k = 0; k < inputs[i].symbol_count; k++)
      if (indexable(inputs[i].symbols[k])) {
        symbols++;
        bytes += inputs[i].symbols[k].n + 1;
      }
  }
  l->names_size = even(l->names_size);
  l->index_size = index_size(symbols, bytes, false);
  l->size = place(inputs, count, l, &last);
  if (last > UINT32_MAX) {
    l->index64 = true;
    l->index_size = index_size(symbols, bytes, true);
    l->size = place(inputs, count, l, &last);
  }
  return true;
}

/* `mode` NULL: no date, owner and mode either, as a name table has it. */
static uint8_t *write_header(uint8_t *out, const char *name, size_t n,
                             const char *mode, size_t size) {
  const char *zero = mode ? "0" : "";
  char rest[HEADER + 1];
  memset(out, ' ', 16);
  memcpy(out, name, n);
  snprintf(rest, sizeof rest, "%-12s%-6s%-6s%-8s%-10zu`\n", zero, zero, zero,
           mode ? mode : "", size);
  memcpy(out + 16, rest, HEADER - 16);
  return out + HEADER;
}

static uint8_t *write_word(uint8_t *out, uint64_t v, bool wide) {
  for (int shift = wide ? 56 : 24; shift >= 0; shift -= 8)
    *out++ = (uint8_t)(v >> shift);
  return out;
}

static uint8_t *write_index(const dlw_archive_input *inputs, uint32_t count,
                            const dlw_archive_layout *l, uint8_t *out) {
  out = l->index64 ? write_header(out, "/SYM64/", 7, "0", l->index_size)
                   : write_header(out, "/", 1, "0", l->index_size);
  uint8_t *start = out, *words = out + (l->index64 ? 8 : 4);
  uint64_t symbols = 0;
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t k = 0; k < inputs[i].symbol_count; k++)
      if (indexable(inputs[i].symbols[k])) {
        words = write_word(words, l->offsets[i] - HEADER, l->index64);
        symbols++;
      }
  write_word(start, symbols, l->index64);
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t k = 0; k < inputs[i].symbol_count; k++) {
      dlw_str s = inputs[i].symbols[k];
      if (!indexable(s))
        continue;
      if (s.n)
        memcpy(words, s.p, s.n);
      words += s.n;
      *words++ = '\0';
    }
  memset(words, 0, (size_t)(start + l->index_size - words));
  return start + l->index_size;
}

static void write_names(const dlw_archive_input *inputs, uint32_t count,
                        const dlw_archive_layout *l, uint8_t *out) {
  uint8_t *end = out + HEADER + l->names_size;
  out = write_header(out, "//", 2, NULL, l->names_size);
  for (uint32_t i = 0; i < count; i++) {
    dlw_str name = inputs[i].name;
    if (is_short(name))
      continue;
    if (name.n)
      memcpy(out, name.p, name.n);
    out += name.n;
    *out++ = '/';
    *out++ = '\n';
  }
  memset(out, '\n', (size_t)(end - out));
}

void dlw_archive_write_frame(const dlw_archive_input *inputs, uint32_t count,
                             const dlw_archive_layout *layout, uint8_t *out) {
  const dlw_archive_layout *l = layout;
  size_t long_name = 0;
  memcpy(out, "!<arch>\n", 8);
  uint8_t *p = write_index(inputs, count, l, out + 8);
  if (l->names_size)
    write_names(inputs, count, l, p);
  for (uint32_t i = 0; i < count; i++) {
    char name[24];
    size_t n = inputs[i].name.n;
    if (is_short(inputs[i].name)) {
      memcpy(name, inputs[i].name.p, n);
      name[n++] = '/';
    } else {
      n = (size_t)snprintf(name, sizeof name, "/%zu", long_name);
      long_name += inputs[i].name.n + 2;
    }
    write_header(out + l->offsets[i] - HEADER, name, n, "644", inputs[i].size);
    if (inputs[i].size & 1)
      out[l->offsets[i] + inputs[i].size] = '\n';
  }
}
