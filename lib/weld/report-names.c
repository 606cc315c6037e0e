/* Names that several define: which collided and were kept apart, with who got
   which definition, and which are shared, with the reason that binding noted
   (dlw_name.why). */
#include <stdlib.h>

#include "weld/report-model.h"

/* What is known of a name of the libraries'. */
typedef struct seen {
  uint32_t definitions; /* among libraries */
  bool isolated;        /* one of them keeps its own to itself */
  bool clash;           /* it is reported as a collision */
  uint32_t collision;
  uint32_t first; /* library that defines it */
} seen;

typedef struct collector {
  dlw_report *r;
  dlw_ctx *cx;
  dlw_map map; /* name -> number in seen */
  seen *names;
  uint32_t capacity;
  dlw_use *uses;
  uint32_t use_count, use_capacity;
  dlw_map *shared; /* of each reason: name -> number in r->shared */
  uint32_t shared_capacity;
} collector;

static const dlw_program_symbol *programs(const dlw_weld *w, dlw_str name) {
  const dlw_map_entry *e = dlw_map_get(&w->program.map, name);
  return e ? &w->program.symbols[e->value] : NULL;
}

/* Whether the linker gets the library's definition under a name of its own. */
static bool is_isolated(const dlw_name *name) {
  return name->defined && !dlw_str_eq(name->name, DLW_STR("__dso_handle")) &&
         (name->bound == DLW_BOUND_OWN || name->own.p);
}

static bool names_collect(collector *c) {
  dlw_weld *w = c->r->w;
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    for (uint32_t k = 0; k < lib->name_count; k++) {
      const dlw_name *name = &lib->names[k];
      bool added;
      if (!name->defined)
        continue;
      dlw_map_entry *e = dlw_map_put(c->cx, &c->map, name->name, &added);
      if (!e || (added && !dlw_grow(c->cx, &c->names, c->map.count - 1,
                                    &c->capacity, sizeof *c->names)))
        return false;
      if (added) {
        e->value = c->map.count - 1;
        c->names[e->value] = (seen){.first = i};
      }
      seen *s = &c->names[e->value];
      s->definitions++;
      c->r->has_cxx |= dlw_str_starts(name->name, DLW_STR("_Z"));
      s->isolated |= is_isolated(name);
      c->r->renamed += is_isolated(name);
    }
  }
  return true;
}

static bool collisions_choose(collector *c) {
  dlw_report *r = c->r;
  dlw_weld *w = r->w;
  uint32_t count = 0;
  for (uint32_t i = 0; i < c->map.count; i++) {
    seen *s = &c->names[i];
    s->clash = s->isolated && (s->definitions > 1 ||
                               programs(w, c->map.entries[i].key) != NULL);
    s->collision = count;
    count += s->clash;
  }
  r->collisions = dlw_alloc(c->cx, count, sizeof *r->collisions);
  if (!r->collisions)
    return false;
  for (uint32_t i = 0; i < c->map.count; i++) {
    if (!c->names[i].clash)
      continue;
    dlw_str name = c->map.entries[i].key;
    const dlw_program_symbol *p = programs(w, name);
    const dlw_library *lib = &w->libraries[c->names[i].first];
    r->collisions[r->collision_count++] = (dlw_collision){
        .name = name,
        .kind = lib->names[dlw_map_get(&lib->map, name)->value].kind,
        .from = !p || p->own ? DLW_FROM_OBJECT
                : p->runtime ? DLW_FROM_LIBC
                             : DLW_FROM_ARCHIVE};
  }
  return true;
}

static bool use_add(collector *c, uint32_t collision, uint32_t definition,
                    uint32_t user) {
  if (!dlw_grow(c->cx, &c->uses, c->use_count, &c->use_capacity,
                sizeof *c->uses))
    return false;
  c->uses[c->use_count++] = (dlw_use){collision, definition, user};
  return true;
}

/* Whose definition the library's references mean. */
static uint32_t definition_of(const dlw_weld *w, uint32_t library,
                              const dlw_name *name) {
  const dlw_library *lib = &w->libraries[library];
  const dlw_map_entry *e;
  switch (name->bound) {
  case DLW_BOUND_OWN:
  case DLW_BOUND_PROVIDER:
    return library;
  case DLW_BOUND_THUNK:
    return DLW_BY_DLWELD;
  case DLW_BOUND_MERGED:
    return DLW_BY_LIBRARIES;
  case DLW_BOUND_NEEDED:
    for (uint32_t i = 0; i < lib->scope_count; i++) {
      const dlw_library *needed = &w->libraries[lib->scope[i]];
      e = dlw_map_get(&needed->map, name->name);
      if (e && needed->names[e->value].exported)
        return lib->scope[i];
    }
    return DLW_BY_HOST;
  default:
    break;
  }
  if (name->runtime)
    return DLW_BY_DLWELD;
  if (programs(w, name->name))
    return 0;
  e = dlw_map_get(&w->providers, name->name);
  if (e)
    return e->value;
  for (uint32_t i = 0; i < w->startup_count; i++) {
    const dlw_library *startup = &w->libraries[w->startup[i]];
    e = dlw_map_get(&startup->map, name->name);
    if (e && startup->names[e->value].plain)
      return w->startup[i];
  }
  return DLW_BY_HOST;
}

static bool shared_add(collector *c, uint32_t library, const dlw_name *name) {
  dlw_report *r = c->r;
  bool added;
  dlw_map_entry *e =
      dlw_map_put(c->cx, &c->shared[name->why], name->name, &added);
  if (!e || (added && !dlw_grow(c->cx, &r->shared, r->shared_count,
                                &c->shared_capacity, sizeof *r->shared)))
    return false;
  if (added) {
    e->value = r->shared_count++;
    r->shared[e->value] = (dlw_shared){
        .name = name->name,
        .kind = name->kind,
        .why = name->why,
        .definition = definition_of(r->w, library, name),
        .libraries = dlw_alloc(
            c->cx,
            c->names[dlw_map_get(&c->map, name->name)->value].definitions,
            sizeof(uint32_t))};
  }
  dlw_shared *s = &r->shared[e->value];
  if (!s->libraries)
    return false;
  s->libraries[s->library_count++] = library;
  r->shared_names++;
  return true;
}

/* Who defines and who gets what, and what is shared. */
static bool uses_collect(collector *c) {
  dlw_report *r = c->r;
  dlw_weld *w = r->w;
  for (uint32_t i = 0; i < c->map.count; i++) {
    const dlw_program_symbol *p = programs(w, c->map.entries[i].key);
    if (c->names[i].clash && p &&
        (!use_add(c, c->names[i].collision, 0, DLW_NONE) ||
         (p->own && !use_add(c, c->names[i].collision, 0, 0))))
      return false;
  }
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    for (uint32_t k = 0; k < lib->name_count; k++) {
      const dlw_name *name = &lib->names[k];
      const dlw_map_entry *e = dlw_map_get(&c->map, name->name);
      const seen *s = e ? &c->names[e->value] : NULL;
      if (name->defined && name->why &&
          (name->plain || name->bound != DLW_BOUND_OWN) &&
          !shared_add(c, i, name))
        return false;
      if (!s || !s->clash)
        continue;
      uint32_t got = definition_of(w, i, name);
      if ((name->defined && !use_add(c, s->collision, i, DLW_NONE)) ||
          !use_add(c, s->collision, got, i))
        return false;
      /* The program finds a startup library's, where it has none itself. */
      const dlw_program_symbol *p = programs(w, name->name);
      if (name->plain && lib->startup && !(p && p->own) &&
          !use_add(c, s->collision, i, 0))
        return false;
    }
  }
  return true;
}

static int use_order(const void *a, const void *b) {
  const dlw_use *x = a, *y = b;
  if (x->collision != y->collision)
    return x->collision < y->collision ? -1 : 1;
  if (x->definition != y->definition)
    return x->definition < y->definition ? -1 : 1;
  /* DLW_NONE first */
  return x->user + 1 < y->user + 1 ? -1 : x->user + 1 > y->user + 1;
}

static int name_order(dlw_str x, dlw_str y) {
  size_t n = x.n < y.n ? x.n : y.n;
  int order = n ? memcmp(x.p, y.p, n) : 0;
  return order ? order : x.n < y.n ? -1 : x.n > y.n;
}

static int collision_order(const void *a, const void *b) {
  const dlw_collision *x = a, *y = b;
  return name_order(x->name, y->name);
}

static int shared_order(const void *a, const void *b) {
  const dlw_shared *x = a, *y = b;
  return x->why != y->why ? (x->why < y->why ? -1 : 1)
                          : name_order(x->name, y->name);
}

static void uses_divide(collector *c) {
  dlw_report *r = c->r;
  if (c->use_count)
    qsort(c->uses, c->use_count, sizeof *c->uses, use_order);
  for (uint32_t i = 0; i < c->use_count; i++) {
    dlw_collision *x = &r->collisions[c->uses[i].collision];
    if (!x->use_count++)
      x->uses = &c->uses[i];
    x->definition_count += c->uses[i].user == DLW_NONE;
  }
  if (r->collision_count)
    qsort(r->collisions, r->collision_count, sizeof *r->collisions,
          collision_order);
  if (r->shared_count)
    qsort(r->shared, r->shared_count, sizeof *r->shared, shared_order);
}

bool dlw_report_names(dlw_report *r) {
  collector c = {.r = r, .cx = r->w->cx};
  c.shared = dlw_alloc(c.cx, DLW_WHY_LIBCALL + 1, sizeof *c.shared);
  if (!c.shared || !names_collect(&c) || !collisions_choose(&c) ||
      !uses_collect(&c))
    return false;
  uses_divide(&c);
  return true;
}
