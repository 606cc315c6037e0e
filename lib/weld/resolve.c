/* What each library is by itself: its definitions, COMDAT groups,
   constructors, dependencies and exports. Nothing here looks at what another
   library defines, so a library's part can be computed on its own. */
#include "weld/weld.h"

#include <stdlib.h>

#include "weld/weldable.h"

/* The number of `name` in the library's namespace, added if new. */
static uint32_t name_put(dlw_weld *w, dlw_library *lib, dlw_str name) {
  bool added;
  dlw_map_entry *e = dlw_map_put(w->cx, &lib->map, name, &added);
  if (!e)
    return DLW_NONE;
  if (!added)
    return e->value;
  if (!dlw_grow(w->cx, &lib->names, lib->name_count, &lib->name_capacity,
                sizeof *lib->names))
    return DLW_NONE;
  e->value = lib->name_count;
  lib->names[lib->name_count] = (dlw_name){.name = name};
  return lib->name_count++;
}

/* Whether the symbol's COMDAT group is one that another input of the library
   brought first: the linker drops such a copy. */
static bool is_dropped(const dlw_library *lib, const dlw_input *input,
                       uint32_t number, const dlw_symbol *s) {
  if (s->comdat == DLW_NONE)
    return false;
  dlw_map_entry *e =
      dlw_map_get(&lib->groups, input->object.comdats[s->comdat].name);
  return e && e->value != number;
}

static bool input_names(dlw_weld *w, dlw_library *lib, uint32_t number) {
  dlw_input *input = &w->inputs[number];
  const dlw_object *o = &input->object;
  for (uint32_t i = 0; i < o->comdat_count; i++) {
    bool added;
    dlw_map_entry *e =
        dlw_map_put(w->cx, &lib->groups, o->comdats[i].name, &added);
    if (!e)
      return false;
    if (added)
      e->value = number;
  }
  for (uint32_t i = 0; i < o->module.segment_count; i++)
    if (dlw_name_is_c(o->segment_infos[i].name) &&
        !dlw_map_put(w->cx, &lib->sections, o->segment_infos[i].name, NULL))
      return false;
  input->names = dlw_alloc(w->cx, o->symbol_count, sizeof *input->names);
  if (!input->names)
    return false;
  input->name_count = o->symbol_count;
  for (uint32_t i = 0; i < o->symbol_count; i++) {
    const dlw_symbol *s = &o->symbols[i];
    input->names[i] = DLW_NONE;
    if (s->kind == DLW_SYM_SECTION || (s->flags & DLW_SYM_LOCAL))
      continue;
    uint32_t k = name_put(w, lib, s->name);
    if (k == DLW_NONE)
      return false;
    input->names[i] = k;
    dlw_name *name = &lib->names[k];
    if ((s->flags & DLW_SYM_UNDEFINED) || is_dropped(lib, input, number, s))
      continue;
    bool weak = s->flags & DLW_SYM_WEAK;
    /* A function that the code exports to the host by name is meant to be
       found, whatever its visibility. */
    name->visible |=
        !(s->flags & DLW_SYM_HIDDEN) || (s->flags & DLW_SYM_EXPORTED);
    if (name->defined && !(name->weak && !weak))
      continue;
    name->defined = true;
    name->weak = weak;
    name->kind = s->kind;
    name->input = number;
    name->symbol = i;
  }
  return true;
}

/* Whether LLVM gave it that name, or that with `.PRIORITY` or `$NUMBER`. */
static bool is_named(const dlw_symbol *s, const char *text) {
  dlw_str name = s->name, head = dlw_str_of(text);
  if (dlw_str_starts(name, DLW_STR(".L"))) /* LLVM 22: a private name */
    name = (dlw_str){name.p + 2, name.n - 2};
  return dlw_str_starts(name, head) &&
         (name.n == head.n || name.p[head.n] == '.' || name.p[head.n] == '$');
}

/* LLVM turns __attribute__((destructor)) functions into a constructor,
   register_call_dtors[.PRIORITY], which gives one that calls them,
   call_dtors[.PRIORITY], to __cxa_atexit. On Linux they run after everything
   that atexit was given; so the run time calls call_dtors itself. Tells it, or
   DLW_NONE where the constructor is none of that kind. */
static uint32_t destructor_of(const dlw_object *o, const dlw_symbol *s) {
  uint32_t found = DLW_NONE, section = o->module.section_of[DLW_SEC_CODE];
  const dlw_reloc_section *rs =
      is_named(s, "register_call_dtors") && section != DLW_NONE
          ? dlw_object_relocs_for(o, section)
          : NULL;
  if (!rs)
    return DLW_NONE;
  const dlw_code *code =
      &o->module.codes[s->index - o->module.imported[DLW_EXT_FUNCTION]];
  dlw_reloc r;
  for (dlw_reloc_iter it = dlw_relocs(rs); dlw_reloc_next(&it, &r);) {
    bool slot = r.type == DLW_R_TABLE_INDEX_SLEB ||
                r.type == DLW_R_TABLE_INDEX_REL_SLEB ||
                r.type == DLW_R_TABLE_INDEX_SLEB64 ||
                r.type == DLW_R_TABLE_INDEX_REL_SLEB64;
    if (!slot || r.offset < code->body_offset ||
        r.offset >= code->body_offset + code->body.n)
      continue;
    const dlw_symbol *callee = &o->symbols[r.index];
    if (found != DLW_NONE || (callee->flags & DLW_SYM_UNDEFINED) ||
        !is_named(callee, "call_dtors"))
      return DLW_NONE;
    dlw_bytes type =
        o->module.types[dlw_module_function_type(&o->module, callee->index)];
    if (type.n != 4 || type.p[1] != 1 || type.p[3] != 0)
      return DLW_NONE; /* not void (void *) */
    found = r.index;
  }
  return found;
}

/* Stable, as the linker sorts constructors. */
static void sort_by_priority(dlw_ctor *items, uint32_t count) {
  for (uint32_t i = 1; i < count; i++) {
    dlw_ctor c = items[i];
    uint32_t k = i;
    for (; k > 0 && items[k - 1].priority > c.priority; k--)
      items[k] = items[k - 1];
    items[k] = c;
  }
}

static bool collect_ctors(dlw_weld *w, dlw_library *lib) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < lib->input_count; i++)
    count += w->inputs[lib->first_input + i].object.init_count;
  lib->ctors = dlw_alloc(w->cx, count, sizeof *lib->ctors);
  lib->dtors = dlw_alloc(w->cx, count, sizeof *lib->dtors);
  if (!lib->ctors || !lib->dtors)
    return false;
  for (uint32_t i = 0; i < lib->input_count; i++) {
    uint32_t number = lib->first_input + i;
    dlw_input *input = &w->inputs[number];
    const dlw_object *o = &input->object;
    for (uint32_t k = 0; k < o->init_count; k++) {
      const dlw_symbol *s = &o->symbols[o->inits[k].symbol];
      if (is_dropped(lib, input, number, s))
        continue;
      uint32_t destructor = destructor_of(o, s);
      if (destructor != DLW_NONE) {
        lib->dtors[lib->dtor_count++] =
            (dlw_ctor){o->inits[k].priority, number, destructor, {0}};
        continue;
      }
      dlw_bytes type =
          o->module.types[dlw_module_function_type(&o->module, s->index)];
      if (type.n < 3 || type.p[1] != 0)
        return dlw_error(w->cx, &input->where,
                         "constructor '%.*s' takes arguments",
                         DLW_FMT(s->name));
      lib->ctors[lib->ctor_count++] =
          (dlw_ctor){o->inits[k].priority, number, o->inits[k].symbol, {0}};
    }
  }
  sort_by_priority(lib->ctors, lib->ctor_count);
  sort_by_priority(lib->dtors, lib->dtor_count);
  for (uint32_t i = 0; i < lib->dtor_count / 2; i++) { /* the last one first */
    dlw_ctor c = lib->dtors[i];
    lib->dtors[i] = lib->dtors[lib->dtor_count - 1 - i];
    lib->dtors[lib->dtor_count - 1 - i] = c;
  }
  return true;
}

static bool resolve_needed(dlw_weld *w, dlw_library *lib) {
  lib->needed = dlw_alloc(w->cx, lib->needed_names.count, sizeof *lib->needed);
  if (!lib->needed)
    return false;
  bool ok = true;
  for (uint32_t i = 0; i < lib->needed_names.count; i++) {
    dlw_str soname = lib->needed_names.items[i];
    dlw_library *needed = dlw_weld_find(w, soname);
    if (!needed || needed == w->libraries) {
      if (needed) {
        ok = dlw_error(w->cx, NULL,
                       "%.*s needs the program: every library may use what the "
                       "program defines, so take the option out",
                       DLW_FMT(lib->soname));
        continue;
      }
      ok = dlw_error(w->cx, NULL,
                     "%.*s needs %.*s, which is not a library of this link; "
                     "give it with dlopen=%.*s=FILE",
                     DLW_FMT(lib->soname), DLW_FMT(soname), DLW_FMT(soname));
      continue;
    }
    uint32_t number = (uint32_t)(needed - w->libraries);
    bool twice = false;
    for (uint32_t k = 0; k < lib->needed_count; k++)
      twice |= lib->needed[k] == number;
    if (!twice)
      lib->needed[lib->needed_count++] = number;
  }
  return ok;
}

/* The library's dependencies breadth first. `met` and `queue` have room for
   every library. */
static bool compute_scope(dlw_weld *w, uint32_t number, uint32_t *met,
                          uint32_t *queue) {
  dlw_library *lib = &w->libraries[number];
  if (!lib->needed_count)
    return true;
  uint32_t count = 0;
  queue[count++] = number;
  met[number] = number;
  for (uint32_t at = 0; at < count; at++) {
    const dlw_library *l = &w->libraries[queue[at]];
    for (uint32_t k = 0; k < l->needed_count; k++)
      if (met[l->needed[k]] != number) {
        met[l->needed[k]] = number;
        queue[count++] = l->needed[k];
      }
  }
  lib->scope = dlw_alloc(w->cx, count, sizeof *lib->scope);
  if (!lib->scope)
    return false;
  lib->scope_count = count - 1;
  memcpy(lib->scope, queue + 1, lib->scope_count * sizeof *lib->scope);
  return true;
}

/* Makes what startup libraries need startup libraries, and puts them in load
   order: as the program's dependencies, breadth first. */
static bool find_startup(dlw_weld *w) {
  w->startup = dlw_alloc(w->cx, w->library_count, sizeof *w->startup);
  dlw_library *program = w->libraries;
  program->needed = dlw_alloc(w->cx, w->library_count, sizeof *program->needed);
  if (!w->startup || !program->needed)
    return false;
  for (uint32_t i = 1; i < w->library_count; i++)
    if (w->libraries[i].startup) {
      program->needed[program->needed_count++] = i;
      w->startup[w->startup_count++] = i;
    }
  for (uint32_t at = 0; at < w->startup_count; at++) {
    const dlw_library *lib = &w->libraries[w->startup[at]];
    for (uint32_t i = 0; i < lib->needed_count; i++) {
      dlw_library *needed = &w->libraries[lib->needed[i]];
      if (!needed->startup)
        w->startup[w->startup_count++] = lib->needed[i];
      needed->startup = true;
    }
  }
  bool ok = true;
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    /* Its variables would be one with other libraries' that stay. */
    if (lib->unload && w->vague == DLW_VAGUE_SHARE)
      ok = dlw_error(w->cx, NULL,
                     "vague=share: %.*s cannot be unloaded then: take the "
                     "option unload=%.*s=yes out",
                     DLW_FMT(lib->soname), DLW_FMT(lib->soname));
    if (lib->unload && lib->startup)
      ok = dlw_error(w->cx, NULL,
                     "%.*s is open from the start and never unloaded: take the "
                     "option unload=%.*s=yes out",
                     DLW_FMT(lib->soname), DLW_FMT(lib->soname));
  }
  return ok;
}

bool dlw_name_can_export(const dlw_name *name) {
  return name->defined &&
         (name->kind == DLW_SYM_FUNCTION || name->kind == DLW_SYM_DATA) &&
         !dlw_name_is_linkers(name->name) &&
         !dlw_str_starts(name->name, DLW_STR("__dlweld_"));
}

/* Whether a name's visibility is the author's word. That of inline functions,
   templates and operator new is not: C++ headers and clang itself give them
   default visibility in code that hides all else. */
static bool tells(const dlw_weld *w, const dlw_name *name) {
  const dlw_object *o = &w->inputs[name->input].object;
  return name->visible && dlw_name_can_export(name) &&
         o->symbols[name->symbol].comdat == DLW_NONE &&
         !dlw_name_is_allocator(name->name);
}

bool dlw_weld_choose_exports(dlw_weld *w, dlw_library *lib) {
  bool any_visible = lib->chosen_exports;
  for (uint32_t i = 0; i < lib->name_count; i++)
    any_visible |= tells(w, &lib->names[i]);
  lib->chosen_exports = any_visible;
  if (!lib->has_patterns)
    for (uint32_t i = 0; i < lib->name_count; i++) {
      dlw_name *name = &lib->names[i];
      name->exported =
          dlw_name_can_export(name) && (name->visible || !any_visible);
    }
  for (uint32_t k = 0; k < lib->patterns.count; k++) {
    bool hit = false;
    for (uint32_t i = 0; i < lib->name_count; i++) {
      dlw_name *name = &lib->names[i];
      if (dlw_name_can_export(name) &&
          dlw_str_glob(lib->patterns.items[k], name->name))
        name->exported = hit = true;
    }
    if (!hit)
      dlw_warning(w->cx, NULL,
                  "export pattern '%.*s' matches nothing that %.*s defines",
                  DLW_FMT(lib->patterns.items[k]), DLW_FMT(lib->soname));
  }
  for (uint32_t i = 0; i < lib->name_count; i++)
    lib->export_count += lib->names[i].exported;
  return true;
}

static bool program_exports(dlw_weld *w) {
  dlw_program *p = &w->program;
  for (uint32_t k = 0; k < p->patterns.count; k++) {
    bool hit = false;
    for (uint32_t i = 0; i < p->count; i++) {
      if (!dlw_str_glob(p->patterns.items[k], p->symbols[i].name))
        continue;
      if (!dlw_program_export(w, p->symbols[i].name))
        return false;
      hit |= p->symbols[i].wanted;
    }
    if (!hit)
      dlw_warning(w->cx, NULL,
                  "export pattern '%.*s' matches nothing that the program "
                  "defines",
                  DLW_FMT(p->patterns.items[k]));
  }
  return true;
}

/* No two names may mean different libraries. */
static bool check_names(dlw_weld *w) {
  dlw_map owners = {0};
  bool ok = true;
  for (uint32_t i = 1; i < w->library_count; i++) {
    dlw_library *lib = &w->libraries[i];
    for (uint32_t k = 0; k <= lib->aliases.count; k++) {
      dlw_str name = k ? lib->aliases.items[k - 1] : lib->soname;
      bool added;
      dlw_map_entry *e = dlw_map_put(w->cx, &owners, name, &added);
      if (!e)
        return false;
      if (added)
        e->value = i;
      else if (e->value != i)
        ok = dlw_error(w->cx, NULL, "'%.*s' names both %.*s and %.*s",
                       DLW_FMT(name), DLW_FMT(w->libraries[e->value].soname),
                       DLW_FMT(lib->soname));
    }
  }
  return ok;
}

/* What a weldable library says that it exports has default visibility. */
static void note_exports(dlw_library *lib, const dlw_weldable *l) {
  if (!l)
    return;
  lib->chosen_exports |= l->has_exports;
  for (uint32_t i = 0; i < l->exports.count; i++) {
    const dlw_map_entry *e = dlw_map_get(&lib->map, l->exports.items[i]);
    if (e)
      lib->names[e->value].visible = true;
  }
}

/* Room for all names at once: most are in one object only, so this is not much
   more than there will be. */
static bool names_reserve(dlw_weld *w, dlw_library *lib) {
  size_t count = 0;
  for (uint32_t i = 0; i < lib->input_count; i++) {
    const dlw_object *o = &w->inputs[lib->first_input + i].object;
    for (uint32_t k = 0; k < o->symbol_count; k++)
      count += !(o->symbols[k].flags & DLW_SYM_LOCAL);
  }
  if (!count)
    return true;
  if (!dlw_map_reserve(w->cx, &lib->map, count))
    return false;
  lib->names = dlw_alloc(w->cx, count, sizeof *lib->names);
  lib->name_capacity = (uint32_t)count;
  return lib->names != NULL;
}

bool dlw_weld_names(dlw_weld *w, dlw_library *lib) {
  if (!names_reserve(w, lib))
    return false;
  for (uint32_t k = 0; k < lib->input_count; k++)
    if (!input_names(w, lib, lib->first_input + k))
      return false;
  for (uint32_t k = 0; k < lib->input_count; k++)
    note_exports(lib, w->inputs[lib->first_input + k].weldable);
  return true;
}

bool dlw_weld_resolve(dlw_weld *w) {
  bool ok = check_names(w);
  for (uint32_t i = 1; i < w->library_count; i++) {
    dlw_library *lib = &w->libraries[i];
    if (!dlw_weld_names(w, lib))
      return false;
    if (!resolve_needed(w, lib))
      ok = false;
  }
  if (!ok || !find_startup(w))
    return false;
  for (uint32_t i = 1; i < w->library_count; i++)
    if (!collect_ctors(w, &w->libraries[i]) ||
        !dlw_weld_choose_exports(w, &w->libraries[i]))
      return false;
  if (!program_exports(w))
    return false;
  uint32_t *met = dlw_alloc(w->cx, w->library_count, sizeof *met);
  uint32_t *queue = dlw_alloc(w->cx, w->library_count, sizeof *queue);
  if (!met || !queue)
    return false;
  for (uint32_t i = 1; i < w->library_count; i++)
    if (!compute_scope(w, i, met, queue))
      return false;
  return true;
}
