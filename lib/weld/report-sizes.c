/* Whose the bytes of the finished module are. Every byte of the file counts
   once, so that all adds up to its size.

   Functions: wasm-ld takes them in order of the inputs, so that between two
   marks (marks.c) they are one library's; behind the last mark come the index,
   members of archives and what was compiled from bitcode, which names tell
   apart as far as there are any. Data: the ranges of the index say what is a
   library's. What lies before those is the program's own, what lies behind them
   is of archives. */
#include <stdlib.h>

#include "dlfcn/index.h"
#include "index/welded.h"
#include "object/archive.h"
#include "object/code.h"
#include "object/cursor.h"
#include "support/file.h"
#include "weld/report-model.h"

/* Memory that is known to be somebody's. */
typedef struct claim {
  uint64_t start, end;
  uint64_t found; /* bytes of it in the file */
  uint32_t owner;
  uint8_t part;
} claim;

typedef struct sizer {
  dlw_report *r;
  dlw_ctx *cx;
  uint32_t libc, dlweld, module; /* owners */
  uint32_t imported;             /* functions */
  uint32_t *function_owners;     /* of defined functions */
  dlw_map runtime;               /* names in the run time's archive */
  dlw_map ids;                   /* dlw_library.id -> number */
  uint64_t *addresses;           /* of data segments; UINT64_MAX: not known */
  claim *claims;                 /* ascending */
  uint32_t claim_count, claim_capacity;
  bool archives; /* behind the libraries lies what is not the C library's */
} sizer;

static void add(sizer *s, uint32_t owner, uint8_t part, uint64_t bytes) {
  s->r->owners[owner].parts[part] += bytes;
}

/* --- Functions --- */

/* Bitcode's functions bear the library's id behind their names, also before
   what LLVM adds: the last one, and of several there the longest. */
static uint32_t library_in_name(const sizer *s, dlw_str name) {
  for (size_t at = name.n; at-- > 0;) {
    if (name.p[at] != '.' || (at && name.p[at - 1] == '.' && at + 1 == name.n))
      continue;
    for (size_t end = name.n; end > at + 1; end--) {
      if (end < name.n && name.p[end] != '.' && name.p[end] != ')' &&
          name.p[end] != ' ')
        continue;
      const dlw_map_entry *e =
          dlw_map_get(&s->ids, (dlw_str){name.p + at + 1, end - at - 1});
      if (e)
        return e->value;
    }
  }
  return DLW_NONE;
}

/* Whose function that is by its name; DLW_NONE: the name does not tell. */
static uint32_t owner_by_name(const sizer *s, dlw_str name) {
  const dlw_weld *w = s->r->w;
  if (!name.n)
    return DLW_NONE;
  uint32_t library = s->ids.count ? library_in_name(s, name) : DLW_NONE;
  if (library != DLW_NONE)
    return library;
  if (dlw_str_starts(name, DLW_STR("__dlweld_")) ||
      dlw_map_get(&s->runtime, name))
    return s->dlweld;
  const dlw_map_entry *e = dlw_map_get(&w->program.map, name);
  if (!e)
    return DLW_NONE;
  const dlw_program_symbol *p = &w->program.symbols[e->value];
  return p->runtime && !p->own ? s->libc : 0;
}

/* The function index of each mark, or UINT32_MAX. */
static uint32_t *marks_find(sizer *s) {
  const dlw_report *r = s->r;
  const dlw_weld *w = r->w;
  uint32_t *marks = dlw_alloc(s->cx, w->library_count, sizeof *marks);
  if (!marks)
    return NULL;
  for (uint32_t i = 0; i < w->library_count; i++)
    marks[i] = UINT32_MAX;
  for (uint32_t i = 0; r->words && i < w->index.word_count; i++) {
    const dlw_index_word *word = &w->index.words[i];
    uint64_t slot = dlw_report_word(r, word);
    if (word->what == DLW_WORD_MARK && slot < r->layout.slot_count &&
        r->layout.slots[slot])
      marks[word->number] = r->layout.slots[slot] - 1;
  }
  return marks;
}

/* An object (-r) says in its symbol table where they are. */
static bool marks_in_object(sizer *s, uint32_t *marks) {
  dlw_map names = {0};
  dlw_object o;
  for (uint32_t i = 0; i < s->r->w->library_count; i++) {
    dlw_str name = dlw_mark_name(s->cx, i);
    dlw_map_entry *e = name.p ? dlw_map_put(s->cx, &names, name, NULL) : NULL;
    if (!e)
      return false;
    e->value = i;
  }
  dlw_where where = {.file = s->r->facts->output};
  if (!dlw_object_read_symbols(s->cx, &where, s->r->facts->module, &o))
    return false;
  for (uint32_t i = 0; i < o.symbol_count; i++) {
    const dlw_symbol *symbol = &o.symbols[i];
    if (symbol->kind != DLW_SYM_FUNCTION || (symbol->flags & DLW_SYM_UNDEFINED))
      continue;
    const dlw_map_entry *e = dlw_map_get(&names, symbol->name);
    if (e)
      marks[e->value] = symbol->index;
  }
  dlw_object_done(&o);
  return true;
}

/* Functions' names: of the linker's module, where the finished one has none. */
static dlw_str *function_names(sizer *s) {
  const dlw_report *r = s->r;
  const dlw_module *m = &r->module;
  dlw_module linked;
  dlw_where where = {.file = DLW_STR("linked module")};
  if (!r->w->drop_names)
    return dlw_module_function_names(s->cx, m);
  if (!dlw_module_read(s->cx, &where, r->facts->linked, &linked))
    return NULL;
  bool same = linked.imported[DLW_EXT_FUNCTION] == s->imported &&
              linked.defined[DLW_EXT_FUNCTION] == m->defined[DLW_EXT_FUNCTION];
  return dlw_module_function_names(s->cx, same ? &linked : m);
}

/* The owner of functions of which nothing is known but that they lie there. */
static bool functions_divide(sizer *s) {
  dlw_report *r = s->r;
  const dlw_module *m = &r->module;
  uint32_t libraries = r->w->library_count, next = 0;
  uint32_t count = m->defined[DLW_EXT_FUNCTION];
  dlw_str *names = function_names(s);
  uint32_t *marks = marks_find(s);
  s->function_owners = dlw_alloc(s->cx, count, sizeof *s->function_owners);
  if (!marks || !names || !s->function_owners)
    return false;
  if (r->object && !marks_in_object(s, marks))
    return false;
  bool known = libraries > 1;
  for (uint32_t i = 0; i < libraries; i++)
    known &= marks[i] != UINT32_MAX && (!i || marks[i] > marks[i - 1]);
  uint32_t owner = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t function = s->imported + i;
    if (known && next < libraries && function == marks[next]) {
      s->function_owners[i] = s->dlweld;
      next++;
      owner = next < libraries ? next : s->dlweld;
      continue;
    }
    if (!known || next == 0 || next == libraries) {
      uint32_t told = owner_by_name(s, names[function]);
      /* Without names, what is behind the index is the C library's. */
      if (told == DLW_NONE && next == libraries && owner == s->dlweld &&
          !names[function].n && !s->archives && !s->ids.count)
        told = s->libc;
      owner = told == DLW_NONE ? owner : told;
    }
    s->function_owners[i] = owner;
  }
  return true;
}

static void code_count(sizer *s) {
  const dlw_module *m = &s->r->module;
  uint32_t section = m->section_of[DLW_SEC_CODE];
  uint64_t all = 0;
  for (uint32_t i = 0; i < m->defined[DLW_EXT_FUNCTION]; i++) {
    const dlw_code *code = &m->codes[i];
    /* The size's LEB128 may be padded: it reaches from the body before. */
    size_t from = i ? m->codes[i - 1].body_offset + m->codes[i - 1].body.n
                    : code->body_offset - dlw_uleb_size(code->body.n);
    uint64_t bytes = code->body_offset + code->body.n - from;
    add(s, s->function_owners[i], DLW_PART_CODE, bytes);
    s->r->owners[s->function_owners[i]].functions++;
    all += bytes;
  }
  if (section != UINT32_MAX)
    add(s, s->module, DLW_PART_STRUCTURE, m->sections[section].body.n - all);
}

/* --- Data --- */

static int claim_order(const void *a, const void *b) {
  const claim *x = a, *y = b;
  return x->start < y->start ? -1 : x->start > y->start;
}

static bool claim_add(sizer *s, uint64_t start, uint64_t end, uint32_t owner,
                      uint8_t part) {
  if (end <= start)
    return true;
  if (!dlw_grow(s->cx, &s->claims, s->claim_count, &s->claim_capacity,
                sizeof *s->claims))
    return false;
  s->claims[s->claim_count++] =
      (claim){.start = start, .end = end, .owner = owner, .part = part};
  return true;
}

/* Where a passive segment goes, the linker's __wasm_init_memory says, the start
   function: address, 0, size, memory.init. */
static bool passive_place(sizer *s) {
  const dlw_module *m = &s->r->module;
  uint32_t section = m->section_of[DLW_SEC_START];
  if (section == UINT32_MAX)
    return true;
  const uint8_t *p = m->sections[section].payload.p;
  uint64_t start = dlw_leb_checked(&p);
  if (start < s->imported)
    return true;
  dlw_code_reader reader;
  dlw_code_start(&reader, s->cx, m, (uint32_t)start - s->imported);
  uint64_t last[3] = {UINT64_MAX, UINT64_MAX, UINT64_MAX};
  for (bool done = false;;) {
    dlw_instruction in;
    if (!dlw_code_step(&reader, &in, &done))
      return false;
    if (done)
      return true;
    p = in.immediates;
    uint64_t value = UINT64_MAX;
    if (in.opcode == 0x41) /* i32.const */
      value = (uint32_t)dlw_sleb_checked(&p);
    else if (in.opcode == 0x42)
      value = (uint64_t)dlw_sleb_checked(&p);
    else if (in.opcode == (0xfc << 16 | 8)) { /* memory.init */
      uint64_t segment = dlw_leb_checked(&p);
      if (segment < m->segment_count)
        s->addresses[segment] = last[0];
    }
    last[0] = last[1];
    last[1] = last[2];
    last[2] = value;
  }
}

static bool segments_place(sizer *s) {
  const dlw_module *m = &s->r->module;
  bool passive = false;
  s->addresses = dlw_alloc(s->cx, m->segment_count, sizeof *s->addresses);
  if (!s->addresses)
    return false;
  for (uint32_t i = 0; i < m->segment_count; i++) {
    s->addresses[i] = UINT64_MAX;
    passive |= m->segments[i].flags == 1;
  }
  for (uint32_t i = 0; i < s->r->layout.segment_count; i++) {
    const dlw_placed *placed = &s->r->layout.segments[i];
    uint32_t low = 0, high = m->segment_count;
    while (low < high) { /* the last that begins there or before */
      uint32_t middle = low + (high - low) / 2;
      if (m->segments[middle].data.p <= placed->data.p)
        low = middle + 1;
      else
        high = middle;
    }
    if (low)
      s->addresses[low - 1] = placed->address;
  }
  return !passive || passive_place(s);
}

/* What the thread-local words of the index count from: where the probe is
   (dlfcn/index.h), less what the index says of it. The TLS block of a module
   with shared memory is no memory at the start, and takes the place of one. */
static uint64_t tls_base(sizer *s) {
  static const uint8_t probe[] = DLW_TLS_PROBE;
  const dlw_weld *w = s->r->w;
  const dlw_module *m = &s->r->module;
  uint64_t value = 0;
  for (uint32_t i = 0; i < w->index.word_count; i++)
    if (w->index.words[i].what == DLW_WORD_PROBE)
      value = dlw_report_word(s->r, &w->index.words[i]);
  for (uint32_t i = 0; i < m->segment_count; i++) {
    dlw_bytes data = m->segments[i].data;
    for (const uint8_t *at = data.p, *end = data.p + data.n; at && at < end;
         at += at ? 1 : 0) {
      at = memmem(at, (size_t)(end - at), probe, sizeof probe);
      if (!at)
        break;
      uint64_t offset = (uint64_t)(at - data.p);
      if (s->addresses[i] == UINT64_MAX) {
        s->addresses[i] = UINT64_C(1) << 62;
        return s->addresses[i] + offset - value;
      }
      /* Also the run time has these bytes, to compare with. */
      if (s->addresses[i] + offset >= value &&
          (s->addresses[i] + offset == value || value < data.n))
        return s->addresses[i] + offset - value;
    }
  }
  return 0;
}

static bool claims_collect(sizer *s) {
  static const uint8_t parts[] = {[DLW_RANGE_CONST] = DLW_PART_CONSTANTS,
                                  [DLW_RANGE_DATA] = DLW_PART_DATA,
                                  [DLW_RANGE_ZERO] = DLW_PART_DATA,
                                  [DLW_RANGE_TLS] = DLW_PART_TLS};
  const dlw_report *r = s->r;
  const dlw_weld *w = r->w;
  uint64_t base = w->index.has_tls ? tls_base(s) : 0, start = 0;
  for (uint32_t i = 0; i < w->index.word_count; i++) {
    const dlw_index_word *word = &w->index.words[i];
    uint64_t value = dlw_report_word(r, word) + (word->tls ? base : 0);
    if (word->what == DLW_WORD_START)
      start = value;
    if (word->what == DLW_WORD_END) {
      uint8_t kind = w->libraries[word->library].places[word->number].range;
      if (!claim_add(s, start, value, word->library, parts[kind]))
        return false;
    }
    if (word->what == DLW_WORD_PROBE &&
        !claim_add(s, value, value + 8, s->dlweld, DLW_PART_TLS))
      return false;
    if (word->what == DLW_WORD_STATE &&
        !claim_add(s, value, value + w->index.state_size, s->dlweld,
                   DLW_PART_DATA))
      return false;
  }
  /* The index itself, whose address its section says behind size and flags. */
  uint64_t address = 0;
  for (unsigned i = 0; i < 8; i++)
    address |= (uint64_t)r->words[(int)i - 8] << (8 * i);
  if (!claim_add(s, address, address + w->index.image.size, s->dlweld,
                 DLW_PART_INDEX))
    return false;
  if (s->claim_count)
    qsort(s->claims, s->claim_count, sizeof *s->claims, claim_order);
  return true;
}

/* What is in a segment, by its name, or by what is known to lie there. */
static uint8_t part_of(dlw_str name, uint8_t known) {
  if (dlw_str_starts(name, DLW_STR(".rodata")))
    return DLW_PART_CONSTANTS;
  if (dlw_str_starts(name, DLW_STR(".tdata")))
    return DLW_PART_TLS;
  if (name.n)
    return DLW_PART_DATA;
  return known == DLW_PART_INDEX ? DLW_PART_CONSTANTS : known;
}

/* One segment: claimed bytes to their owners, those before them to the program,
   those between two of one library to that, those behind to the archives. */
static void segment_count(sizer *s, uint32_t number, dlw_str name) {
  const dlw_report *r = s->r;
  dlw_bytes data = r->module.segments[number].data;
  uint64_t at = s->addresses[number], end = at + data.n;
  if (at == UINT64_MAX || end < at) {
    add(s, 0, part_of(name, DLW_PART_DATA), data.n);
    return;
  }
  uint32_t low = 0, high = s->claim_count; /* first that ends behind `at` */
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (s->claims[middle].end <= at)
      low = middle + 1;
    else
      high = middle;
  }
  uint32_t owner = 0;
  uint8_t part =
      part_of(name, low < s->claim_count && s->claims[low].start < end
                        ? s->claims[low].part
                        : DLW_PART_DATA);
  for (; low < s->claim_count && s->claims[low].start < end; low++) {
    claim *c = &s->claims[low];
    if (c->start > at) {
      add(s, owner, part, c->start - at);
      at = c->start;
    }
    uint64_t last = c->end < end ? c->end : end;
    if (last > at) {
      add(s, c->owner, c->part, last - at);
      c->found += last - at;
      at = last;
    }
    owner = c->owner;
    part = part_of(name, c->part);
  }
  if (at == end)
    return;
  /* Behind them: padding of a few bytes, or what archives brought. */
  bool any = owner != 0;
  add(s, any && !s->archives ? s->libc : 0, part, end - at);
}

/* Bytes of claimed memory that the file does not have. */
static void zeros_count(sizer *s) {
  for (uint32_t i = 0; i < s->claim_count; i++) {
    const claim *c = &s->claims[i];
    s->r->owners[c->owner].zero += c->end - c->start - c->found;
  }
}

static bool data_count(sizer *s) {
  const dlw_module *m = &s->r->module;
  uint32_t section = m->section_of[DLW_SEC_DATA];
  if (section == UINT32_MAX)
    return true;
  dlw_str *names = dlw_module_segment_names(s->cx, m);
  if (!names || !segments_place(s) || (s->r->words && !claims_collect(s)))
    return false;
  uint64_t all = 0;
  for (uint32_t i = 0; i < m->segment_count; i++) {
    segment_count(s, i, names[i]);
    all += m->segments[i].data.n;
  }
  zeros_count(s);
  add(s, s->module, DLW_PART_STRUCTURE, m->sections[section].body.n - all);
  return true;
}

/* --- Sections --- */

/* A function's name counts with its code. In the section it has its function's
   number and its length before it. */
static bool names_count(sizer *s, const dlw_section *section) {
  const dlw_module *m = &s->r->module;
  const dlw_str *names = dlw_module_function_names(s->cx, m);
  uint64_t left = section->body.n;
  if (!names)
    return false;
  for (uint32_t i = 0; i < m->defined[DLW_EXT_FUNCTION]; i++) {
    dlw_str name = names[s->imported + i];
    uint64_t bytes =
        dlw_uleb_size(s->imported + i) + dlw_uleb_size(name.n) + name.n;
    if (!name.n || bytes > left)
      continue;
    add(s, s->function_owners[i], DLW_PART_NAMES, bytes);
    left -= bytes;
  }
  add(s, s->module, DLW_PART_NAMES, left);
  return true;
}

static bool sections_count(sizer *s) {
  dlw_report *r = s->r;
  const dlw_module *m = &r->module;
  r->section_count = m->section_count;
  r->sections = dlw_alloc(s->cx, m->section_count, sizeof *r->sections);
  if (!r->sections)
    return false;
  enum { HEAD = 8 };
  add(s, s->module, DLW_PART_STRUCTURE, HEAD);
  for (uint32_t i = 0; i < m->section_count; i++) {
    const dlw_section *x = &m->sections[i];
    uint64_t head = (uint64_t)(x->body.p - x->start);
    bool custom = x->id == DLW_SEC_CUSTOM;
    r->sections[i] = (dlw_report_section){
        x->id, custom ? x->name : (dlw_str){0}, head + x->body.n};
    if (x->id == DLW_SEC_CODE || x->id == DLW_SEC_DATA) {
      add(s, s->module, DLW_PART_STRUCTURE, head);
    } else if (custom && dlw_str_eq(x->name, DLW_STR("name"))) {
      add(s, s->module, DLW_PART_NAMES, head);
      if (!names_count(s, x))
        return false;
    } else if (custom && dlw_str_eq(x->name, DLW_STR(DLW_DLSYM_SECTION))) {
      add(s, s->dlweld, DLW_PART_INDEX, head + x->body.n);
    } else {
      bool debug = custom && dlw_str_starts(x->name, DLW_STR(".debug_"));
      add(s, s->module, debug ? DLW_PART_DEBUG : DLW_PART_STRUCTURE,
          head + x->body.n);
    }
  }
  return true;
}

/* --- What owners are known by --- */

static bool runtime_names(sizer *s) {
  dlw_file *file = dlw_alloc(s->cx, 1, sizeof *file);
  dlw_str path = s->r->facts->runtime;
  dlw_archive archive;
  if (!file || !path.n)
    return file != NULL;
  if (!dlw_file_open(s->cx, path, file))
    return false;
  dlw_where where = {.file = path};
  bool ok = dlw_archive_read(s->cx, &where, (dlw_bytes){file->data, file->size},
                             &archive);
  for (uint32_t i = 0; ok && i < archive.count; i++) {
    dlw_object o;
    ok = dlw_object_read_symbols(s->cx, &where, archive.members[i].data, &o);
    for (uint32_t k = 0; ok && k < o.symbol_count; k++) {
      const dlw_symbol *symbol = &o.symbols[k];
      dlw_str name = symbol->name;
      if (symbol->kind != DLW_SYM_FUNCTION ||
          (symbol->flags & DLW_SYM_UNDEFINED))
        continue;
      char *kept = dlw_strdup(s->cx, name);
      ok = kept &&
           dlw_map_put(s->cx, &s->runtime, (dlw_str){kept, name.n}, NULL);
    }
    if (ok)
      dlw_object_done(&o);
  }
  dlw_file_close(file);
  return ok;
}

bool dlw_report_sizes(dlw_report *r) {
  dlw_weld *w = r->w;
  r->owner_count = w->library_count + DLW_OWNERS;
  sizer s = {.r = r,
             .cx = w->cx,
             .libc = w->library_count + DLW_OWNER_LIBC,
             .dlweld = w->library_count + DLW_OWNER_DLWELD,
             .module = w->library_count + DLW_OWNER_MODULE,
             .imported = r->module.imported[DLW_EXT_FUNCTION]};
  r->owners = dlw_alloc(w->cx, r->owner_count, sizeof *r->owners);
  if (!r->owners || !runtime_names(&s))
    return false;
  for (uint32_t i = 1; i < w->library_count; i++) {
    dlw_map_entry *e =
        w->libraries[i].bitcode
            ? dlw_map_put(w->cx, &s.ids, w->libraries[i].id, NULL)
            : NULL;
    if (w->libraries[i].bitcode && !e)
      return false;
    if (e)
      e->value = i;
  }
  s.archives = w->program.archive_count == 0;
  for (uint32_t i = 0; i < w->program.archive_count; i++)
    s.archives |= !dlw_archive_is_runtime(w->program.archives[i].path);
  if (!functions_divide(&s))
    return false;
  code_count(&s);
  return data_count(&s) && sections_count(&s);
}
