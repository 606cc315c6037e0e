/* Reading Unix archives. An archive is a magic line and a sequence of members,
   each a header of 60 characters and its data, at even offsets:

     name 16, date 12, owner 6, group 6, mode 8, size 10, "`\n"

   GNU: a name ends in '/'; longer ones are "/OFFSET" into the member "//",
   where each ends in "/\n"; the symbol index is "/" or "/SYM64/".
   BSD: a name is padded with spaces; longer ones are "#1/LENGTH" and stand at
   the head of the data; the index is "__.SYMDEF" or one of its variants.
   Thin: as GNU, but the data of members is in files of their own, which names
   give relative to the archive. */
#include "object/archive.h"

enum { HEADER = 60 };

typedef struct reader {
  dlw_ctx *cx;
  const dlw_where *where;
  dlw_bytes input;
  dlw_archive *out;
  uint32_t room;
  dlw_bytes names; /* the member "//" */
  bool has_names;
} reader;

static bool fail(const reader *r, uint64_t offset, const char *text) {
  dlw_where where = *r->where;
  where.offset = offset;
  where.has_offset = true;
  return dlw_error(r->cx, &where, "archive: member %u: %s", r->out->count,
                   text);
}

/* A field padded with spaces. */
static dlw_str field(const uint8_t *p, size_t n) {
  while (n > 0 && p[n - 1] == ' ')
    n--;
  return (dlw_str){(const char *)p, n};
}

/* Decimal digits and nothing else. */
static bool number(dlw_str s, uint64_t *out) {
  *out = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9' || i == 18)
      return false;
    *out = *out * 10 + (uint64_t)(s.p[i] - '0');
  }
  return s.n > 0;
}

static bool is_bsd_index(dlw_str name) {
  static const char *const names[] = {"__.SYMDEF", "__.SYMDEF SORTED",
                                      "__.SYMDEF_64", "__.SYMDEF_64 SORTED"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (dlw_str_eq(name, dlw_str_of(names[i])))
      return true;
  return false;
}

/* The name at that offset of "//". It may hold slashes (thin archives), and
   ends in "/\n", or in a NUL as Microsoft's tools write it. */
static bool long_name(const reader *r, uint64_t header, dlw_str offset,
                      dlw_str *name) {
  uint64_t at;
  if (!number(offset, &at))
    return fail(r, header, "the long name's offset is not a number");
  if (!r->has_names)
    return fail(r, header, "it has a long name, but there is no name table");
  if (at >= r->names.n)
    return fail(r, header, "the long name's offset is past the name table");
  const char *p = (const char *)r->names.p + at;
  size_t left = r->names.n - at, n;
  const char *end = memchr(p, '\n', left);
  if (end && end > p && end[-1] == '/')
    n = (size_t)(end - p) - 1;
  else if ((end = memchr(p, '\0', left)))
    n = (size_t)(end - p);
  else
    return fail(r, header, "the long name runs past the name table");
  *name = (dlw_str){p, n};
  return true;
}

static bool thin_path(const reader *r, dlw_member *m) {
  dlw_str path = r->where->file;
  size_t dir = path.n - dlw_str_basename(path).n;
  if (dir == 0 || dlw_str_starts(m->name, DLW_STR("/"))) {
    m->thin_path = m->name;
    return true;
  }
  m->thin_path =
      dlw_sprintf(r->cx, "%.*s%.*s", (int)dir, path.p, DLW_FMT(m->name));
  return m->thin_path.p != NULL;
}

static bool append(reader *r, const dlw_member *m) {
  dlw_archive *a = r->out;
  if (!dlw_grow(r->cx, &a->members, a->count, &r->room, sizeof *a->members))
    return false;
  a->members[a->count++] = *m;
  return true;
}

/* Reads the member at `*at` and moves to the next one. */
static bool read_member(reader *r, uint64_t *at) {
  uint64_t header = *at, size;
  const uint8_t *h = r->input.p + header;
  dlw_member m = {.header = header};
  if (r->input.n - header < HEADER)
    return fail(r, header, "the file ends within its header");
  if (h[58] != '`' || h[59] != '\n')
    return fail(r, header + 58, "its header does not end as one should");
  if (!number(field(h + 48, 10), &size))
    return fail(r, header + 48, "its size is not a number");
  dlw_str name = field(h, 16);
  bool index = dlw_str_eq(name, DLW_STR("/")) ||
               dlw_str_eq(name, DLW_STR("/SYM64/")) || is_bsd_index(name);
  bool names = dlw_str_eq(name, DLW_STR("//"));
  bool inside = !r->out->thin || index || names;
  m.offset = header + HEADER;
  if (inside && size > r->input.n - m.offset)
    return fail(r, header + 48, "its data runs past the end of the file");
  *at = m.offset + (inside ? size + (size & 1) : 0);
  m.data = (dlw_bytes){r->input.p + m.offset, size};
  if (index)
    return true;
  if (names) {
    r->names = m.data;
    r->has_names = true;
    return true;
  }
  if (dlw_str_starts(name, DLW_STR("#1/"))) {
    uint64_t n;
    if (!number((dlw_str){name.p + 3, name.n - 3}, &n))
      return fail(r, header, "its name's length is not a number");
    if (!inside || n > size)
      return fail(r, header, "its name is longer than its data");
    m.name = (dlw_str){(const char *)m.data.p, n};
    while (m.name.n > 0 && m.name.p[m.name.n - 1] == '\0')
      m.name.n--;
    m.data.p += n;
    m.data.n -= n;
    m.offset += n;
    if (is_bsd_index(m.name))
      return true;
  } else if (dlw_str_starts(name, DLW_STR("/"))) {
    if (!long_name(r, header, (dlw_str){name.p + 1, name.n - 1}, &m.name))
      return false;
  } else {
    if (dlw_str_ends(name, DLW_STR("/")))
      name.n--;
    m.name = name;
  }
  if (!inside) {
    m.data = (dlw_bytes){NULL, 0};
    m.offset = 0;
    if (!thin_path(r, &m))
      return false;
  }
  return append(r, &m);
}

bool dlw_archive_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                      dlw_archive *out) {
  dlw_kind kind = dlw_kind_of(input);
  *out = (dlw_archive){.thin = kind == DLW_KIND_THIN_ARCHIVE};
  if (kind != DLW_KIND_ARCHIVE && kind != DLW_KIND_THIN_ARCHIVE)
    return dlw_error(cx, where, "%s where an archive is needed",
                     dlw_kind_name(kind));
  reader r = {.cx = cx, .where = where, .input = input, .out = out};
  uint64_t at = 8;
  /* The last member's padding may be missing, so `at` may be one past. */
  while (at < input.n)
    if (!read_member(&r, &at))
      return false;
  return true;
}
