/* A wasm module: its header, its list of sections, and the order they must
   have. Core specification, "Binary Format": Modules; custom sections may
   stand anywhere, every other at most once and in the order below. */
#include "object/module.h"

#include "object/sections.h"

/* By id: place in the order, and what messages call it. */
static const struct {
  uint8_t place;
  const char *name;
} known[DLW_SEC_TAG + 1] = {
    [DLW_SEC_TYPE] = {1, "type section"},
    [DLW_SEC_IMPORT] = {2, "import section"},
    [DLW_SEC_FUNCTION] = {3, "function section"},
    [DLW_SEC_TABLE] = {4, "table section"},
    [DLW_SEC_MEMORY] = {5, "memory section"},
    [DLW_SEC_TAG] = {6, "tag section"},
    [DLW_SEC_GLOBAL] = {7, "global section"},
    [DLW_SEC_EXPORT] = {8, "export section"},
    [DLW_SEC_START] = {9, "start section"},
    [DLW_SEC_ELEM] = {10, "elem section"},
    [DLW_SEC_DATACOUNT] = {11, "datacount section"},
    [DLW_SEC_CODE] = {12, "code section"},
    [DLW_SEC_DATA] = {13, "data section"},
};

/* How many sections there seem to be: an upper bound for the array. */
static uint32_t count_sections(dlw_bytes b) {
  const uint8_t *p = b.p + 8, *end = b.p + b.n;
  uint32_t count = 0;
  while (p < end) {
    uint64_t size = 0;
    unsigned shift = 0;
    count++;
    for (p++; p < end && shift < 35; shift += 7) {
      size |= (uint64_t)(*p & 0x7f) << shift;
      if (*p++ < 0x80)
        break;
    }
    if (size > (size_t)(end - p))
      break;
    p += size;
  }
  return count;
}

static bool read_header(const dlw_reader *r, dlw_bytes b) {
  dlw_where where = *r->where;
  where.has_offset = true;
  where.offset = 0;
  if (b.n < 4 || memcmp(b.p, "\0asm", 4) != 0) {
    dlw_kind kind = dlw_kind_of(b);
    if (kind == DLW_KIND_UNKNOWN)
      return dlw_error(r->cx, r->where,
                       "not a WebAssembly file (it does not begin with the "
                       "bytes 00 61 73 6d)");
    return dlw_error(r->cx, r->where, "%s where a WebAssembly file is needed",
                     dlw_kind_name(kind));
  }
  where.offset = 4;
  if (b.n < 8)
    return dlw_error(r->cx, &where, "header: the file ends within it");
  if (memcmp(b.p + 4, "\1\0\0\0", 4) == 0)
    return true;
  if (memcmp(b.p + 6, "\1\0", 2) == 0)
    return dlw_error(r->cx, &where,
                     "header: a WebAssembly component, not a core module");
  return dlw_error(r->cx, &where, "header: version is %u, not 1",
                   b.p[4] | (unsigned)b.p[5] << 8 | (unsigned)b.p[6] << 16 |
                       (unsigned)b.p[7] << 24);
}

/* Reads id, size and, of a custom section, the name. */
static bool read_section(dlw_cursor *c, dlw_section *s) {
  uint32_t size;
  s->start = c->p;
  if (!dlw_cursor_u8(c, "id", &s->id))
    return false;
  if (s->id > DLW_SEC_TAG)
    return dlw_cursor_fail_at(c, s->start, "id %u is unknown", s->id);
  if (!dlw_cursor_u32(c, "size", &size))
    return false;
  s->size_width = (uint8_t)(c->p - s->start - 1);
  if (!dlw_cursor_bytes(c, "body", size, &s->body))
    return false;
  s->payload = s->body;
  if (s->id != DLW_SEC_CUSTOM)
    return true;
  dlw_cursor n = *c;
  n.p = s->body.p;
  n.end = n.p + s->body.n;
  n.unit = "section";
  if (!dlw_cursor_name(&n, "name", &s->name))
    return false;
  s->payload = (dlw_bytes){n.p, dlw_cursor_left(&n)};
  return true;
}

/* `data_count`: of the datacount section, or UINT64_MAX. */
static bool read_known(const dlw_reader *r, const dlw_section *s, dlw_module *m,
                       uint64_t *data_count) {
  uint32_t count = 0;
  dlw_cursor c = {.p = s->body.p,
                  .end = s->body.p + s->body.n,
                  .reader = r,
                  .section = dlw_str_of(known[s->id].name),
                  .unit = "section"};
  switch (s->id) {
  case DLW_SEC_TYPE:
    return dlw_read_types(&c, m);
  case DLW_SEC_IMPORT:
    return dlw_read_imports(&c, m);
  case DLW_SEC_FUNCTION:
    return dlw_read_functions(&c, m);
  case DLW_SEC_TABLE:
    return dlw_read_tables(&c, m);
  case DLW_SEC_MEMORY:
    return dlw_read_memories(&c, m);
  case DLW_SEC_TAG:
    return dlw_read_tags(&c, m);
  case DLW_SEC_GLOBAL:
    return dlw_read_globals(&c, m);
  case DLW_SEC_EXPORT:
    return dlw_read_exports(&c, m);
  case DLW_SEC_START:
    return dlw_read_start(&c, m);
  case DLW_SEC_ELEM:
    return dlw_read_elems(&c, m);
  case DLW_SEC_DATACOUNT:
    if (!dlw_read_data_count(&c, m, &count))
      return false;
    *data_count = count;
    return true;
  case DLW_SEC_CODE:
    return r->no_codes || dlw_read_codes(&c, m);
  default:
    if (!dlw_read_segments(&c, m))
      return false;
    if (*data_count == UINT64_MAX || *data_count == m->segment_count)
      return true;
    return dlw_cursor_fail_at(&c, s->body.p,
                              "there are %u segments, but the datacount "
                              "section says %u",
                              m->segment_count, (unsigned)*data_count);
  }
}

/* Tags' types in one array: imports may come without a tag section. */
static bool imported_tags(dlw_ctx *cx, dlw_module *m) {
  uint32_t n = 0;
  if (m->imported[DLW_EXT_TAG] == 0)
    return true;
  if (!m->tag_types) {
    m->tag_types =
        dlw_alloc(cx, m->imported[DLW_EXT_TAG], sizeof *m->tag_types);
    if (!m->tag_types)
      return false;
  }
  for (uint32_t i = 0; i < m->import_count; i++)
    if (m->imports[i].kind == DLW_EXT_TAG)
      m->tag_types[n++] = m->imports[i].type;
  return true;
}

static bool read_sections(const dlw_reader *r, dlw_module *m) {
  uint8_t place = 0;
  uint64_t data_count = UINT64_MAX;
  dlw_cursor c = {.p = m->input.p + 8,
                  .end = m->input.p + m->input.n,
                  .reader = r,
                  .section = DLW_STR("module"),
                  .unit = "file",
                  .item = "section"};
  while (c.p < c.end) {
    dlw_section *s = &m->sections[m->section_count];
    c.number = m->section_count;
    if (!read_section(&c, s))
      return false;
    m->section_count++;
    if (s->id == DLW_SEC_CUSTOM)
      continue;
    if (m->section_of[s->id] != UINT32_MAX)
      return dlw_cursor_fail_at(&c, s->start, "a second %s", known[s->id].name);
    if (known[s->id].place < place)
      return dlw_cursor_fail_at(&c, s->start, "the %s is out of order",
                                known[s->id].name);
    place = known[s->id].place;
    m->section_of[s->id] = c.number;
    if (!read_known(r, s, m, &data_count))
      return false;
  }
  c.item = NULL;
  if (m->defined[DLW_EXT_FUNCTION] &&
      m->section_of[DLW_SEC_CODE] == UINT32_MAX)
    return dlw_cursor_fail(&c,
                           "functions are declared (%u), but there is no "
                           "code section",
                           m->defined[DLW_EXT_FUNCTION]);
  if (data_count != UINT64_MAX && data_count != m->segment_count)
    return dlw_cursor_fail(&c,
                           "the datacount section says %u segments, but "
                           "there is no data section",
                           (unsigned)data_count);
  return true;
}

bool dlw_module_read_parts(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                           bool codes, dlw_module *m) {
  *m = (dlw_module){.where = *where, .input = input};
  m->where.has_offset = false;
  for (int i = 0; i <= DLW_SEC_TAG; i++)
    m->section_of[i] = UINT32_MAX;
  dlw_reader r = {cx, &m->where, input.p, !codes};
  if (!read_header(&r, input))
    return false;
  m->sections = dlw_alloc(cx, count_sections(input), sizeof *m->sections);
  return m->sections && read_sections(&r, m) && imported_tags(cx, m);
}

bool dlw_module_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                     dlw_module *out) {
  return dlw_module_read_parts(cx, where, input, true, out);
}

uint32_t dlw_module_function_type(const dlw_module *m, uint32_t index) {
  uint32_t imported = m->imported[DLW_EXT_FUNCTION];
  return index < imported ? m->type_of_import[index]
                          : m->function_types[index - imported];
}

uint32_t dlw_module_tag_type(const dlw_module *m, uint32_t index) {
  return m->tag_types[index];
}

bool dlw_module_has_relocs(const dlw_module *m) {
  for (uint32_t i = 0; i < m->section_count; i++)
    if (m->sections[i].id == DLW_SEC_CUSTOM &&
        dlw_str_starts(m->sections[i].name, DLW_STR("reloc.")))
      return true;
  return false;
}
