/* What the program's own inputs define. Of an archive only the names are
   taken, from its symbol index, until one of them matters. */
#include "weld/weld.h"

static dlw_program_symbol *symbol_put(dlw_weld *w, dlw_str name, bool *added) {
  dlw_program *p = &w->program;
  dlw_map_entry *e = dlw_map_put(w->cx, &p->map, name, added);
  if (!e)
    return NULL;
  if (!*added)
    return &p->symbols[e->value];
  if (!dlw_grow(w->cx, &p->symbols, p->count, &p->capacity, sizeof *p->symbols))
    return NULL;
  e->value = p->count;
  dlw_program_symbol *s = &p->symbols[p->count++];
  *s = (dlw_program_symbol){.name = name};
  return s;
}

static void describe_from(dlw_program_symbol *s, const dlw_object *o,
                          const dlw_symbol *symbol) {
  s->described = true;
  s->kind = symbol->kind;
  s->flags = symbol->flags;
  s->size = symbol->size;
  s->object = o->module.input;
  s->symbol = (uint32_t)(symbol - o->symbols);
  if (symbol->kind == DLW_SYM_FUNCTION)
    s->type =
        o->module.types[dlw_module_function_type(&o->module, symbol->index)];
}

static bool is_definition(const dlw_symbol *s) {
  return s->kind != DLW_SYM_SECTION &&
         !(s->flags & (DLW_SYM_UNDEFINED | DLW_SYM_LOCAL));
}

static bool may_be_exported(const dlw_symbol *s) {
  return s->kind == DLW_SYM_FUNCTION || s->kind == DLW_SYM_DATA;
}

static bool put_aside(dlw_weld *w, dlw_program_bitcode bitcode) {
  dlw_program *p = &w->program;
  if (!dlw_grow(w->cx, &p->bitcode, p->bitcode_count, &p->bitcode_capacity,
                sizeof *p->bitcode))
    return false;
  p->bitcode[p->bitcode_count++] = bitcode;
  return true;
}

/* `own`: linked for sure. */
static bool add_object(dlw_weld *w, const dlw_where *where, dlw_bytes bytes,
                       bool own, bool dynamic, bool runtime) {
  if (dlw_kind_of(bytes) == DLW_KIND_BITCODE)
    return put_aside(
        w, (dlw_program_bitcode){*where, bytes, own, dynamic, runtime});
  if (dlw_kind_of(bytes) != DLW_KIND_OBJECT)
    return true;
  dlw_object o;
  if (!dlw_object_read_symbols(w->cx, where, bytes, &o))
    return false;
  if (!w->memory64_known) {
    w->memory64_known = true;
    w->memory64 = o.module.memory64;
  }
  for (uint32_t i = 0; i < o.symbol_count; i++) {
    const dlw_symbol *symbol = &o.symbols[i];
    if (!is_definition(symbol))
      continue;
    bool added;
    dlw_program_symbol *s = symbol_put(w, symbol->name, &added);
    if (!s)
      return false;
    /* Linked for sure before as needed; strong before weak; else the first. */
    bool better =
        added || own > s->own ||
        (own && (s->flags & DLW_SYM_WEAK) && !(symbol->flags & DLW_SYM_WEAK));
    if (better)
      describe_from(s, &o, symbol);
    s->own |= own;
    s->runtime |= runtime;
    if (may_be_exported(symbol) &&
        (dynamic || (own && (symbol->flags & DLW_SYM_EXPORTED))))
      s->wanted = true;
  }
  dlw_object_done(&o);
  return true;
}

bool dlw_program_add_object(dlw_weld *w, const dlw_where *where,
                            dlw_bytes bytes, bool dynamic) {
  return add_object(w, where, bytes, true, dynamic, false);
}

bool dlw_program_add_described(dlw_weld *w, const dlw_program_bitcode *bitcode,
                               dlw_bytes object) {
  return add_object(w, &bitcode->where, object, bitcode->own, bitcode->dynamic,
                    bitcode->runtime);
}

bool dlw_program_add_lazy(dlw_weld *w, const dlw_where *where, dlw_bytes bytes,
                          dlw_str archive) {
  return add_object(w, where, bytes, false, false,
                    archive.n && dlw_archive_is_runtime(archive));
}

/* Notes one name of an archive. */
static bool archive_name(dlw_weld *w, dlw_str name, uint32_t archive,
                         uint64_t member, bool runtime) {
  bool added;
  dlw_program_symbol *s = symbol_put(w, name, &added);
  if (!s)
    return false;
  s->runtime |= runtime;
  if (added) {
    s->archive = archive;
    s->member = member;
  }
  return true;
}

/* The symbol index of a GNU archive: its first member, "/" or "/SYM64/": a
   big-endian count, that many offsets, that many names. False where there is
   none of that form. */
static bool gnu_index(dlw_bytes a, unsigned *width, const uint8_t **at,
                      const uint8_t **end) {
  if (a.n < 8 + 60)
    return false;
  const char *header = (const char *)a.p + 8;
  if (memcmp(header, "/               ", 16) == 0)
    *width = 4;
  else if (memcmp(header, "/SYM64/         ", 16) == 0)
    *width = 8;
  else
    return false;
  uint64_t size = 0;
  for (int i = 48; i < 58 && header[i] >= '0' && header[i] <= '9'; i++)
    size = size * 10 + (uint64_t)(header[i] - '0');
  if (size > a.n - 68)
    return false;
  *at = a.p + 68;
  *end = *at + size;
  return true;
}

static uint64_t big_endian(const uint8_t *p, unsigned width) {
  uint64_t v = 0;
  for (unsigned i = 0; i < width; i++)
    v = v << 8 | p[i];
  return v;
}

static bool add_by_index(dlw_weld *w, uint32_t number, dlw_bytes bytes,
                         bool runtime, bool *found) {
  unsigned width;
  const uint8_t *at, *end;
  *found = gnu_index(bytes, &width, &at, &end) && end - at >= (long)width;
  if (!*found)
    return true;
  uint64_t count = big_endian(at, width);
  at += width;
  if (count > (uint64_t)(end - at) / (width + 1)) {
    *found = false;
    return true;
  }
  const uint8_t *offsets = at;
  const char *name = (const char *)at + count * width;
  for (uint64_t i = 0; i < count; i++) {
    const char *nul = memchr(name, 0, (size_t)((const char *)end - name));
    if (!nul)
      return true;
    dlw_str s = {name, (size_t)(nul - name)};
    if (!archive_name(w, s, number, big_endian(offsets + i * width, width),
                      runtime))
      return false;
    name = nul + 1;
  }
  return true;
}

static bool decode(dlw_weld *w, dlw_program_archive *a) {
  dlw_where where = {.file = a->path};
  if (!a->decoded && !dlw_archive_read(w->cx, &where, a->bytes, &a->archive))
    return false;
  a->decoded = true;
  return true;
}

/* The bytes of a member; thin members are mapped. Damage is the linker's to
   report: {NULL,0}. */
static dlw_bytes member_bytes(dlw_weld *w, const dlw_program_archive *a,
                              const dlw_member *m) {
  if (!a->archive.thin)
    return m->data;
  dlw_file *fresh = dlw_alloc(w->cx, 1, sizeof *fresh);
  dlw_ctx quiet;
  dlw_ctx_init(&quiet, NULL, NULL);
  bool ok = fresh && dlw_file_open(&quiet, m->thin_path, fresh);
  dlw_ctx_done(&quiet);
  return ok ? (dlw_bytes){fresh->data, fresh->size} : (dlw_bytes){0};
}

bool dlw_program_add_archive(dlw_weld *w, dlw_str path, dlw_bytes bytes) {
  dlw_program *p = &w->program;
  if (!dlw_grow(w->cx, &p->archives, p->archive_count, &p->archive_capacity,
                sizeof *p->archives))
    return false;
  uint32_t number = p->archive_count++;
  dlw_program_archive *a = &p->archives[number];
  *a = (dlw_program_archive){.path = path, .bytes = bytes};
  bool runtime = dlw_archive_is_runtime(path);
  bool found;
  if (!add_by_index(w, number, bytes, runtime, &found) || found)
    return found;
  /* No index that we read: the members themselves tell. */
  if (!decode(w, a))
    return false;
  for (uint32_t i = 0; i < a->archive.count; i++) {
    const dlw_member *m = &a->archive.members[i];
    dlw_bytes data = member_bytes(w, a, m);
    dlw_where where = {.file = path, .member = m->name};
    dlw_object o;
    if (dlw_kind_of(data) == DLW_KIND_BITCODE &&
        !dlw_bitcode_object(w, &where, data, &data))
      return false;
    if (dlw_kind_of(data) != DLW_KIND_OBJECT)
      continue;
    if (!dlw_object_read_symbols(w->cx, &where, data, &o))
      return false;
    for (uint32_t k = 0; k < o.symbol_count; k++)
      if (is_definition(&o.symbols[k]) &&
          !archive_name(w, o.symbols[k].name, number, m->header, runtime))
        return false;
    dlw_object_done(&o);
  }
  return true;
}

bool dlw_program_describe(dlw_weld *w, dlw_program_symbol *s) {
  if (s->described)
    return true;
  dlw_program_archive *a = &w->program.archives[s->archive];
  if (!decode(w, a))
    return false;
  for (uint32_t i = 0; i < a->archive.count; i++) {
    const dlw_member *m = &a->archive.members[i];
    if (m->header != s->member)
      continue;
    dlw_bytes data = member_bytes(w, a, m);
    dlw_where where = {.file = a->path, .member = m->name};
    dlw_object o;
    if (dlw_kind_of(data) == DLW_KIND_BITCODE &&
        !dlw_bitcode_object(w, &where, data, &data))
      return false;
    if (dlw_kind_of(data) != DLW_KIND_OBJECT)
      break;
    if (!dlw_object_read_symbols(w->cx, &where, data, &o))
      return false;
    for (uint32_t k = 0; k < o.symbol_count; k++)
      if (is_definition(&o.symbols[k]) &&
          dlw_str_eq(o.symbols[k].name, s->name))
        describe_from(s, &o, &o.symbols[k]);
    dlw_object_done(&o);
    break;
  }
  /* An index that names what its member lacks: as if it were not there. */
  if (!s->described)
    s->kind = DLW_SYM_SECTION;
  s->described = true;
  return true;
}

bool dlw_program_export(dlw_weld *w, dlw_str name) {
  dlw_map_entry *e = dlw_map_get(&w->program.map, name);
  if (!e)
    return true; /* the linker's to report, or not at all */
  dlw_program_symbol *s = &w->program.symbols[e->value];
  if (!dlw_program_describe(w, s))
    return false;
  s->wanted = s->kind == DLW_SYM_FUNCTION || s->kind == DLW_SYM_DATA;
  return true;
}
