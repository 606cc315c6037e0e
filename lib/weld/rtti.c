/* Which typeinfo is shared (vague=rtti). Copies of a C++ class's typeinfo
   become one, so that exceptions and dynamic_cast cross libraries; but only
   copies that say the same. A typeinfo points to those of its bases, so two
   copies whose bases differ (because a base has a key function, and so a
   typeinfo of each library's own; or because the classes merely have one name)
   must stay apart, and with them the typeinfo of every class derived from
   theirs.

   A class's typeinfo (_ZTI...) and its name (_ZTS...) go together, since the
   C++ run time compares types by the address of the name. Layout: Itanium C++
   ABI, 2.9.5. */
#include "weld/weld.h"

#include <stdlib.h>

/* A pointer in a typeinfo. */
typedef struct edge {
  uint64_t offset; /* in the typeinfo */
  int64_t addend;
  uint8_t width;
  dlw_str name;
  uint32_t owner; /* 0: the plain name; OWN; else a needed library's number */
  uint32_t base;  /* typeinfo of the same library, or DLW_NONE */
} edge;

#define OWN UINT32_MAX

typedef struct typeinfo {
  uint32_t library, name; /* library 0: the program's copy */
  dlw_bytes bytes;
  uint64_t start; /* in the data section's body */
  edge *edges;
  uint32_t edge_count, edge_capacity;
  bool apart;
  const struct typeinfo *program; /* the program's copy, of the first one */
} typeinfo;

/* An object of the program with its data relocations, read once. */
typedef struct program_object {
  dlw_object object;
  dlw_reloc *relocs; /* ascending; arena */
  uint32_t count;
} program_object;

typedef struct pass {
  dlw_weld *w;
  dlw_map objects; /* bytes' address, as a string -> number in program */
  program_object *program;
  uint32_t program_count, program_capacity;
  typeinfo *all;
  uint32_t count, capacity;
  dlw_map first; /* name -> the copy others are compared with, + 1 */
} pass;

bool dlw_name_is_vague(const dlw_weld *w, const dlw_name *name) {
  const dlw_input *input = &w->inputs[name->input];
  if (!name->defined)
    return false;
  if (name->weak && input->object.symbols[name->symbol].comdat != DLW_NONE)
    return true;
  return input->lifted && name->kind == DLW_SYM_DATA &&
         dlw_name_is_rtti(name->name);
}

static bool is_candidate(const dlw_weld *w, const dlw_name *name) {
  return dlw_name_is_vague(w, name) && name->kind == DLW_SYM_DATA &&
         dlw_name_is_rtti(name->name);
}

static bool is_typeinfo(dlw_str name) {
  return dlw_str_starts(name, DLW_STR("_ZTI"));
}

/* What a symbol of a library's object means, as far as it is known before
   binding. */
static void resolve_edge(const dlw_weld *w, uint32_t library, uint32_t number,
                         edge *e) {
  const dlw_library *lib = &w->libraries[library];
  e->owner = OWN;
  if (number == DLW_NONE)
    return; /* local */
  const dlw_name *name = &lib->names[number];
  if (is_candidate(w, name)) {
    e->owner = 0;
    if (is_typeinfo(name->name))
      e->base = name->typeinfo - 1;
    return;
  }
  if (name->defined)
    return;
  e->owner = 0;
  for (uint32_t i = 0; i < lib->scope_count; i++) {
    const dlw_library *needed = &w->libraries[lib->scope[i]];
    const dlw_map_entry *m = dlw_map_get(&needed->map, name->name);
    if (m && needed->names[m->value].exported) {
      e->owner = lib->scope[i];
      return;
    }
  }
}

static int start_order(const void *a, const void *b) {
  const typeinfo *const *x = a, *const *y = b;
  return (*x)->start<(*y)->start ? -1 : (*x)->start>(*y)->start;
}

static edge *edge_add(pass *p, typeinfo *t, const dlw_object *o,
                      const dlw_reloc *r) {
  if (!dlw_grow(p->w->cx, &t->edges, t->edge_count, &t->edge_capacity,
                sizeof *t->edges))
    return NULL;
  edge *e = &t->edges[t->edge_count++];
  *e = (edge){.offset = r->offset - t->start,
              .addend = r->addend,
              .width = r->width,
              .name = o->symbols[r->index].name,
              .base = DLW_NONE};
  return e;
}

static const dlw_reloc_section *data_relocs(const dlw_object *o) {
  uint32_t section = o->module.section_of[DLW_SEC_DATA];
  return section == UINT32_MAX ? NULL : dlw_object_relocs_for(o, section);
}

/* The size of a typeinfo by its kind, which is that of what it points to first
   (Itanium C++ ABI, 2.9.5); 0: not known. A shared module does not say how
   large its data are, so that others' would count as its end. */
static size_t typeinfo_size(const dlw_weld *w, const typeinfo *t) {
  static const struct {
    const char *table;
    size_t words;
  } kinds[] = {
      {"_ZTVN10__cxxabiv117__class_type_infoE", 2},
      {"_ZTVN10__cxxabiv120__si_class_type_infoE", 3},
      {"_ZTVN10__cxxabiv119__pointer_type_infoE", 4},
      {"_ZTVN10__cxxabiv129__pointer_to_member_type_infoE", 5},
      {"_ZTVN10__cxxabiv116__enum_type_infoE", 2},
      {"_ZTVN10__cxxabiv120__function_type_infoE", 2},
      {"_ZTVN10__cxxabiv117__array_type_infoE", 2},
      {"_ZTVN10__cxxabiv123__fundamental_type_infoE", 2},
  };
  size_t word = w->memory64 ? 8 : 4;
  if (!t->edge_count || t->edges[0].offset)
    return 0;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (dlw_str_eq(t->edges[0].name, dlw_str_of(kinds[i].table)))
      return kinds[i].words * word;
  /* Several bases: flags, their number, and two words each. */
  size_t head = 2 * word + 8;
  if (!dlw_str_eq(t->edges[0].name,
                  DLW_STR("_ZTVN10__cxxabiv121__vmi_class_type_infoE")) ||
      t->bytes.n < head)
    return 0;
  uint32_t bases;
  memcpy(&bases, t->bytes.p + head - 4, 4);
  return bases <= t->bytes.n / (2 * word) ? head + bases * 2 * word : 0;
}

static void trim(const dlw_weld *w, typeinfo *t) {
  size_t size = typeinfo_size(w, t);
  if (!size || size >= t->bytes.n)
    return;
  t->bytes.n = size;
  while (t->edge_count && t->edges[t->edge_count - 1].offset >= size)
    t->edge_count--;
}

/* Gives each of the typeinfos of one object of a library its pointers. */
static bool read_edges(pass *p, uint32_t input, typeinfo **in, uint32_t count) {
  const dlw_object *o = &p->w->inputs[input].object;
  const dlw_reloc_section *rs = data_relocs(o);
  if (!rs || !count)
    return true;
  qsort(in, count, sizeof *in, start_order);
  uint32_t at = 0;
  dlw_reloc r;
  for (dlw_reloc_iter it = dlw_relocs(rs); dlw_reloc_next(&it, &r);) {
    while (at < count && r.offset >= in[at]->start + in[at]->bytes.n)
      at++;
    if (at == count)
      break;
    if (r.offset < in[at]->start)
      continue;
    edge *e = edge_add(p, in[at], o, &r);
    if (!e)
      return false;
    resolve_edge(p->w, in[at]->library, p->w->inputs[input].names[r.index], e);
  }
  for (uint32_t i = 0; p->w->inputs[input].lifted && i < count; i++)
    trim(p->w, in[i]);
  return true;
}

static void place(typeinfo *t, const dlw_object *o, const dlw_symbol *s) {
  const dlw_segment *segment = &o->module.segments[s->index];
  t->bytes = (dlw_bytes){segment->data.p + s->offset, (size_t)s->size};
  t->start = segment->body_offset + s->offset;
}

static bool collect(pass *p) {
  dlw_weld *w = p->w;
  for (uint32_t i = 1; i < w->library_count; i++)
    for (uint32_t k = 0; k < w->libraries[i].name_count; k++) {
      dlw_name *name = &w->libraries[i].names[k];
      if (!is_typeinfo(name->name) || !is_candidate(w, name))
        continue;
      if (!dlw_grow(w->cx, &p->all, p->count, &p->capacity, sizeof *p->all))
        return false;
      typeinfo *t = &p->all[p->count++];
      *t = (typeinfo){.library = i, .name = k};
      const dlw_object *o = &w->inputs[name->input].object;
      place(t, o, &o->symbols[name->symbol]);
      name->typeinfo = p->count;
    }
  /* Their pointers, object by object. */
  typeinfo **in = dlw_alloc(w->cx, p->count, sizeof *in);
  for (uint32_t i = 1; in && i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    for (uint32_t k = 0; k < lib->input_count; k++) {
      uint32_t input = lib->first_input + k, count = 0;
      const dlw_object *o = &w->inputs[input].object;
      for (uint32_t n = 0; n < o->symbol_count; n++) {
        uint32_t number = w->inputs[input].names[n];
        const dlw_name *name = number == DLW_NONE ? NULL : &lib->names[number];
        if (name && name->typeinfo && name->input == input && name->symbol == n)
          in[count++] = &p->all[name->typeinfo - 1];
      }
      if (!read_edges(p, input, in, count))
        return false;
    }
  }
  return in != NULL;
}

static program_object *program_object_of(pass *p, dlw_program_symbol *s) {
  dlw_ctx *cx = p->w->cx;
  bool added;
  /* The same bytes, not equal ones: the key is where they begin. */
  dlw_str key = {
      dlw_strdup(cx, (dlw_str){(const char *)&s->object.p, sizeof s->object.p}),
      sizeof s->object.p};
  dlw_map_entry *e = key.p ? dlw_map_put(cx, &p->objects, key, &added) : NULL;
  if (!e)
    return NULL;
  if (!added)
    return &p->program[e->value];
  if (!dlw_grow(cx, &p->program, p->program_count, &p->program_capacity,
                sizeof *p->program))
    return NULL;
  e->value = p->program_count++;
  program_object *x = &p->program[e->value];
  *x = (program_object){0};
  dlw_where where = {.file = DLW_STR("program")};
  if (!dlw_object_read(cx, &where, s->object, &x->object))
    return NULL;
  const dlw_reloc_section *rs = data_relocs(&x->object);
  if (!rs)
    return x;
  x->relocs = dlw_alloc(cx, rs->count, sizeof *x->relocs);
  dlw_reloc_iter it = dlw_relocs(rs);
  while (x->relocs && dlw_reloc_next(&it, &x->relocs[x->count]))
    x->count++;
  return x->relocs ? x : NULL;
}

/* The program's own copy of that typeinfo, if any: the one that counts. */
static bool program_copy(pass *p, dlw_str name, typeinfo *out, bool *found) {
  const dlw_map_entry *m = dlw_map_get(&p->w->program.map, name);
  *found = false;
  if (!m)
    return true;
  dlw_program_symbol *s = &p->w->program.symbols[m->value];
  if (!dlw_program_describe(p->w, s))
    return false;
  if (s->kind != DLW_SYM_DATA || !s->object.n || (s->flags & DLW_SYM_ABSOLUTE))
    return true;
  program_object *x = program_object_of(p, s);
  if (!x)
    return false;
  *found = true;
  *out = (typeinfo){0};
  place(out, &x->object, &x->object.symbols[s->symbol]);
  uint32_t low = 0, high = x->count; /* first relocation at or behind it */
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (x->relocs[middle].offset < out->start)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < x->count && x->relocs[low].offset < out->start + out->bytes.n;
       low++)
    if (!edge_add(p, out, &x->object, &x->relocs[low]))
      return false;
  return true;
}

static bool same(const typeinfo *a, const typeinfo *b) {
  if (a->bytes.n != b->bytes.n || a->edge_count != b->edge_count)
    return false;
  uint64_t done = 0;
  for (uint32_t i = 0; i <= a->edge_count; i++) {
    uint64_t end = i < a->edge_count ? a->edges[i].offset : a->bytes.n;
    if (end < done ||
        memcmp(a->bytes.p + done, b->bytes.p + done, end - done) != 0)
      return false;
    if (i == a->edge_count)
      break;
    const edge *x = &a->edges[i], *y = &b->edges[i];
    if (x->offset != y->offset || x->addend != y->addend ||
        x->width != y->width || x->owner != y->owner ||
        !dlw_str_eq(x->name, y->name))
      return false;
    done = end + x->width;
  }
  return true;
}

/* Whether all that it points to is one for the module, or a needed library's.
 */
static bool stands_alone(const pass *p, const typeinfo *t) {
  for (uint32_t i = 0; i < t->edge_count; i++) {
    const edge *e = &t->edges[i];
    if (e->owner == OWN || (e->base != DLW_NONE && p->all[e->base].apart))
      return true;
  }
  return false;
}

/* The copy that the others are compared with: the program's, or that of the
   first library. NULL: no memory. */
static const typeinfo *reference_copy(pass *p, typeinfo *t) {
  dlw_str name = p->w->libraries[t->library].names[t->name].name;
  bool added, found;
  dlw_map_entry *e = dlw_map_put(p->w->cx, &p->first, name, &added);
  if (!e)
    return NULL;
  typeinfo *of_program = NULL;
  if (added) {
    typeinfo copy;
    if (!program_copy(p, name, &copy, &found))
      return NULL;
    if (found) {
      if (!(of_program = dlw_alloc(p->w->cx, 1, sizeof *of_program)))
        return NULL;
      *of_program = copy;
    }
    e = dlw_map_get(&p->first, name);
    e->value = (uint32_t)(t - p->all);
    t->program = of_program;
  }
  const typeinfo *first = &p->all[e->value];
  return first->program ? first->program : first;
}

bool dlw_rtti_divide(dlw_weld *w) {
  pass p = {.w = w};
  if (w->vague != DLW_VAGUE_RTTI)
    return true;
  if (!collect(&p))
    return false;
  for (uint32_t i = 0; i < p.count; i++) {
    const typeinfo *other = reference_copy(&p, &p.all[i]);
    if (!other)
      return false;
    p.all[i].apart = other != &p.all[i] && !same(&p.all[i], other);
  }
  /* What is derived from one that stays apart does, too. */
  for (bool more = true; more;) {
    more = false;
    for (uint32_t i = 0; i < p.count; i++)
      if (!p.all[i].apart && stands_alone(&p, &p.all[i]))
        p.all[i].apart = more = true;
  }
  for (uint32_t i = 0; i < p.count; i++) {
    dlw_library *lib = &w->libraries[p.all[i].library];
    dlw_name *name = &lib->names[p.all[i].name];
    if (!p.all[i].apart)
      continue;
    name->apart = true;
    dlw_str twin = dlw_sprintf(w->cx, "_ZTS%.*s", (int)(name->name.n - 4),
                               name->name.p + 4);
    if (!twin.p)
      return false;
    dlw_map_entry *e = dlw_map_get(&lib->map, twin);
    if (e)
      lib->names[e->value].apart = true;
  }
  return true;
}
