/* Binding: which definition each name of each library means. The questions of
   bind_definition, then of bind_reference, in their order, are the rule of
   docs/design.md. */
#include "weld/weld.h"

static bool matches_any(const dlw_list *globs, dlw_str name) {
  for (uint32_t i = 0; i < globs->count; i++)
    if (dlw_str_glob(globs->items[i], name))
      return true;
  return false;
}

static const dlw_symbol *definition(const dlw_weld *w, const dlw_name *name) {
  return &w->inputs[name->input].object.symbols[name->symbol];
}

static dlw_bytes function_type(const dlw_weld *w, const dlw_name *name) {
  const dlw_module *m = &w->inputs[name->input].object.module;
  return m->types[dlw_module_function_type(m, definition(w, name)->index)];
}

/* Whether the program's symbol can stand for the library's definition of that
   name: the same kind and, for functions, the same type, for data the same
   size. A library may well have an `index` or `y1` of its own that has nothing
   to do with libc's. */
static bool can_stand_for(dlw_weld *w, dlw_program_symbol *s,
                          const dlw_name *name, bool *yes) {
  *yes = true;
  if (!name->defined)
    return true;
  if (!dlw_program_describe(w, s))
    return false;
  *yes = s->kind == name->kind;
  if (*yes && s->kind == DLW_SYM_FUNCTION) {
    dlw_bytes a = s->type, b = function_type(w, name);
    *yes = a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
  } else if (*yes && s->kind == DLW_SYM_DATA) {
    /* Of a shared module's it is known how large it is at most. */
    uint64_t size = definition(w, name)->size;
    *yes = w->inputs[name->input].lifted ? size >= s->size : size == s->size;
  }
  return true;
}

/* Whether the library's own weak definition of that name is one copy of many
   that the linker merges: of a startup library as ELF has it, else only vague
   ones. */
static bool is_merged(const dlw_weld *w, const dlw_library *lib,
                      const dlw_name *name) {
  bool vague = dlw_name_is_vague(w, name);
  if (!name->defined || !(name->weak || vague))
    return false;
  if (lib->startup)
    return vague || name->exported;
  if (name->apart || !vague)
    return false;
  return w->vague == DLW_VAGUE_SHARE ||
         (w->vague == DLW_VAGUE_RTTI && dlw_name_is_rtti(name->name));
}

/* The definition that serves everybody, of several libraries' the first. */
static bool bind_provider(dlw_weld *w, uint32_t number, dlw_name *name) {
  bool added;
  dlw_map_entry *e = dlw_map_put(w->cx, &w->providers, name->name, &added);
  if (!e)
    return false;
  if (added)
    e->value = number;
  name->bound = e->value == number ? DLW_BOUND_PROVIDER : DLW_BOUND_PROGRAM;
  return true;
}

/* What is one for the module by its nature. A run time of setjmp that a library
   brings along defines the tag of longjmp; so does the program's. */
static bool bind_linkers(dlw_weld *w, uint32_t number, dlw_name *name) {
  name->why = name->kind == DLW_SYM_TAG ? DLW_WHY_TAG : DLW_WHY_LINKER;
  if (name->defined && !name->weak && !dlw_map_get(&w->program.map, name->name))
    return bind_provider(w, number, name);
  name->bound =
      name->defined && name->weak ? DLW_BOUND_MERGED : DLW_BOUND_PROGRAM;
  return true;
}

/* Sets `bound` where the name means the program's, or one definition for the
   whole module; leaves it NONE where it is the library's own affair. */
static bool bind_shared(dlw_weld *w, uint32_t number, dlw_name *name) {
  dlw_library *lib = &w->libraries[number];
  if (dlw_name_is_linkers(name->name))
    return bind_linkers(w, number, name);
  uint32_t thunk;
  if ((!name->defined || name->kind == DLW_SYM_FUNCTION) &&
      dlw_name_is_dlfcn(lib, name->name, &thunk, &name->target)) {
    name->why = DLW_WHY_DLFCN;
    name->runtime = thunk == DLW_THUNKS;
    name->bound = name->runtime ? DLW_BOUND_PROGRAM : DLW_BOUND_THUNK;
    if (!name->runtime)
      lib->thunks |= 1u << thunk;
    return true;
  }
  if (is_merged(w, lib, name)) {
    name->why = lib->startup                  ? DLW_WHY_STARTUP
                : w->vague == DLW_VAGUE_SHARE ? DLW_WHY_VAGUE
                                              : DLW_WHY_RTTI;
    name->bound = DLW_BOUND_MERGED;
    name->weaken = !name->weak;
    return true;
  }
  bool asked = matches_any(&w->shares, name->name);
  name->why = asked ? DLW_WHY_SHARE : DLW_WHY_NONE;
  dlw_map_entry *e = dlw_map_get(&w->program.map, name->name);
  if (e) {
    dlw_program_symbol *s = &w->program.symbols[e->value];
    /* What the program's own objects define by a name of libc's is no more
       libc's than what the library does. */
    bool standing = (s->runtime && !s->own && !dlw_name_is_entry(name->name)) ||
                    dlw_name_is_allocator(name->name);
    if (asked || lib->bind_program) {
      if (!dlw_program_describe(w, s))
        return false;
      if (!name->defined || s->kind == name->kind)
        name->bound = DLW_BOUND_PROGRAM;
      else if (asked)
        return dlw_error(w->cx, NULL,
                         "share: '%.*s' is of another kind in %.*s than in the "
                         "program",
                         DLW_FMT(name->name), DLW_FMT(lib->soname));
      if (!asked && name->defined && name->bound == DLW_BOUND_PROGRAM) {
        name->why = DLW_WHY_BIND;
        return dlw_welded_name(w->cx, lib, name->name, &name->own);
      }
    } else if (standing) {
      bool yes;
      if (!can_stand_for(w, s, name, &yes))
        return false;
      /* A startup library stands before libc, and what it exports serves all;
         but where the linker takes libc's too, for another name's sake, that
         counts. */
      bool before = lib->startup && name->defined && name->exported && !s->own;
      if (yes && before)
        name->weaken = true;
      if (yes) {
        name->bound = before ? DLW_BOUND_MERGED : DLW_BOUND_PROGRAM;
        name->why = before                              ? DLW_WHY_STARTUP
                    : dlw_name_is_allocator(name->name) ? DLW_WHY_ALLOCATOR
                                                        : DLW_WHY_LIBC;
      }
    }
    return true;
  }
  if (!asked)
    return true;
  /* Shared, and the program does not define it: the first library that does
     serves everybody. */
  if (!name->defined) {
    name->bound = DLW_BOUND_PROGRAM;
    return true;
  }
  return bind_provider(w, number, name);
}

/* The bounds of one of the library's own sections, as __start_x and __stop_x:
   sets `*yes` and the target where the name is one of them. */
static bool bind_section(dlw_weld *w, const dlw_library *lib, dlw_name *name,
                         bool *yes) {
  static const char *const heads[] = {"__start_", "__stop_"};
  *yes = false;
  for (int i = 0; i < 2 && !name->defined; i++) {
    dlw_str head = dlw_str_of(heads[i]);
    dlw_str section = {name->name.p + head.n, name->name.n - head.n};
    if (!dlw_str_starts(name->name, head) ||
        !dlw_map_get(&lib->sections, section))
      continue;
    *yes = true;
    name->bound = DLW_BOUND_OWN;
    dlw_str own = dlw_section_name(w->cx, lib, section);
    if (own.p)
      name->target = dlw_sprintf(w->cx, "%s%.*s", heads[i], DLW_FMT(own));
    return own.p && name->target.p;
  }
  return true;
}

/* Binds what the library defines; true also where it stays undecided. */
static bool bind_definition(dlw_weld *w, uint32_t number, dlw_name *name) {
  dlw_library *lib = &w->libraries[number];
  bool section;
  if (!bind_section(w, lib, name, &section))
    return false;
  if (section)
    return true;
  name->target = name->name;
  if (!bind_shared(w, number, name))
    return false;
  if (name->bound == DLW_BOUND_NONE &&
      (name->defined || dlw_str_eq(name->name, DLW_STR("__dso_handle"))))
    name->bound = DLW_BOUND_OWN;
  if (name->defined &&
      (name->bound == DLW_BOUND_OWN || name->bound == DLW_BOUND_PROGRAM ||
       name->bound == DLW_BOUND_THUNK))
    w->renamed++;
  if (name->bound == DLW_BOUND_OWN || name->bound == DLW_BOUND_THUNK)
    return dlw_welded_name(w->cx, lib, name->name, &name->target);
  return true;
}

/* A name that the library only refers to: its dependencies' exports breadth
   first, else the program's. */
static void bind_reference(dlw_weld *w, const dlw_library *lib,
                           dlw_name *name) {
  name->bound = DLW_BOUND_PROGRAM;
  for (uint32_t i = 0; i < lib->scope_count; i++) {
    const dlw_library *needed = &w->libraries[lib->scope[i]];
    const dlw_map_entry *e = dlw_map_get(&needed->map, name->name);
    if (e && needed->names[e->value].exported) {
      name->bound = DLW_BOUND_NEEDED;
      name->target = needed->names[e->value].target;
      return;
    }
  }
}

/* ld exports from a program what the shared libraries on its line refer to or
   define, too; so dlsym finds that. */
static void export_to_startup(dlw_weld *w) {
  for (uint32_t i = 0; i < w->startup_count; i++) {
    const dlw_library *lib = &w->libraries[w->startup[i]];
    for (uint32_t k = 0; k < lib->name_count; k++) {
      const dlw_name *name = &lib->names[k];
      const dlw_map_entry *e = dlw_map_get(&w->program.map, name->name);
      dlw_program_symbol *s = e ? &w->program.symbols[e->value] : NULL;
      if (s && s->own &&
          (s->kind == DLW_SYM_FUNCTION || s->kind == DLW_SYM_DATA) &&
          (name->exported || !name->defined) &&
          !dlw_name_is_linkers(name->name))
        s->wanted = true;
    }
  }
}

/* What a startup library defines for itself the program and other libraries
   find, too, under the plain name, unless the program defines that itself; of
   several libraries' the first one's. `offered` gets these names, and whether
   more than one has them. */
static bool offer_plain(dlw_weld *w, dlw_map *offered) {
  for (uint32_t i = 0; i < w->startup_count; i++) {
    dlw_library *lib = &w->libraries[w->startup[i]];
    for (uint32_t k = 0; k < lib->name_count; k++) {
      dlw_name *name = &lib->names[k];
      bool offers = name->exported && name->bound == DLW_BOUND_OWN;
      /* Its own, or merged under the plain name. */
      if (!offers && !(name->defined && name->bound == DLW_BOUND_MERGED))
        continue;
      bool added;
      dlw_map_entry *o = dlw_map_put(w->cx, offered, name->name, &added);
      if (!o)
        return false;
      o->value = !added;
      const dlw_map_entry *e = dlw_map_get(&w->program.map, name->name);
      name->plain = offers && added && !(e && w->program.symbols[e->value].own);
      if (name->plain)
        name->why = DLW_WHY_STARTUP;
    }
  }
  return true;
}

/* Where there can be no other definition of it, bitcode keeps the plain name:
   a second one LLVM would take for another function with another address. */
static void keep_plain(dlw_weld *w, const dlw_map *offered) {
  for (uint32_t i = 0; i < w->startup_count; i++) {
    dlw_library *lib = &w->libraries[w->startup[i]];
    for (uint32_t k = 0; lib->bitcode && k < lib->name_count; k++) {
      dlw_name *name = &lib->names[k];
      if (!name->plain || dlw_map_get(&w->program.map, name->name) ||
          dlw_map_get(&w->providers, name->name) ||
          dlw_map_get(offered, name->name)->value)
        continue;
      name->bound = DLW_BOUND_PROVIDER;
      name->target = name->name;
      name->plain = false;
      w->renamed--;
    }
  }
}

/* What LLVM comes to call only when it compiles bitcode it calls by the plain
   name, from wherever that code has got to. Where the program has none, the
   first library's that has one serves. */
static bool offer_libcalls(dlw_weld *w) {
  dlw_map offered = {0};
  for (uint32_t i = 1; i < w->library_count; i++) {
    dlw_library *lib = &w->libraries[i];
    for (uint32_t k = 0; lib->bitcode && k < lib->name_count; k++) {
      dlw_name *name = &lib->names[k];
      if (name->bound != DLW_BOUND_OWN || name->kind != DLW_SYM_FUNCTION ||
          !dlw_name_is_libcall(name->name) ||
          dlw_map_get(&w->program.map, name->name))
        continue;
      bool added;
      if (!dlw_map_put(w->cx, &offered, name->name, &added))
        return false;
      if (added && !name->plain)
        name->why = DLW_WHY_LIBCALL;
      name->plain |= added;
    }
  }
  return true;
}

bool dlw_weld_bind(dlw_weld *w) {
  if (!dlw_rtti_divide(w))
    return false;
  for (uint32_t i = 1; i < w->library_count; i++)
    for (uint32_t k = 0; k < w->libraries[i].name_count; k++)
      if (!bind_definition(w, i, &w->libraries[i].names[k]))
        return false;
  dlw_map offered = {0};
  if (!offer_plain(w, &offered))
    return false;
  keep_plain(w, &offered);
  for (uint32_t i = 1; i < w->library_count; i++) {
    dlw_library *lib = &w->libraries[i];
    for (uint32_t k = 0; k < lib->name_count; k++)
      if (lib->names[k].bound == DLW_BOUND_NONE)
        bind_reference(w, lib, &lib->names[k]);
  }
  export_to_startup(w);
  return offer_libcalls(w);
}
