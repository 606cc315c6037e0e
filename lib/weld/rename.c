/* Renaming: gives every symbol of every library's objects the name that
   binding decided. A library's symbols become hidden, since the module's own
   exports are the program's business; what dlsym finds is in the index. What is
   done to bitcode's object is noted in its map, too. */
#include "weld/weld.h"

/* The same definition once more under its plain name, weak, so that one of the
   program's comes before it. */
static bool add_plain(dlw_weld *w, dlw_input *input, uint32_t symbol,
                      const dlw_name *name) {
  dlw_object *o = &input->object;
  dlw_symbol plain = o->symbols[symbol];
  dlw_map_line(input, "plain", plain.name, name->name);
  plain.name = name->name;
  plain.flags = (plain.flags & ~(uint32_t)DLW_SYM_EXPORTED) | DLW_SYM_HIDDEN |
                DLW_SYM_WEAK;
  return dlw_object_add_symbol(w->cx, o, &plain);
}

static bool give_name(dlw_weld *w, dlw_input *input, uint32_t symbol,
                      dlw_str name) {
  dlw_map_line(input, "symbol", input->object.symbols[symbol].name, name);
  return dlw_object_rename(w->cx, &input->object, symbol, name);
}

/* All that refers to the definition means `name`, and the definition itself is
   called `own`. */
static bool lead_away(dlw_weld *w, dlw_input *input, uint32_t symbol,
                      dlw_str own, dlw_str name) {
  dlw_map_line(input, "refer", input->object.symbols[symbol].name, name);
  return give_name(w, input, symbol, own) &&
         dlw_object_split(w->cx, &input->object, symbol, name, false);
}

static bool rename_definition(dlw_weld *w, dlw_library *lib, dlw_input *input,
                              uint32_t symbol, const dlw_name *name) {
  dlw_object *o = &input->object;
  const dlw_symbol *s = &o->symbols[symbol];
  if (name->bound == DLW_BOUND_MERGED && name->weaken)
    dlw_map_line(input, "weak", s->name, (dlw_str){0});
  if (name->bound == DLW_BOUND_MERGED)
    return !name->weaken ||
           dlw_object_set_flags(w->cx, o, symbol, s->flags | DLW_SYM_WEAK);
  dlw_map_line(input, "hidden", s->name, (dlw_str){0});
  uint32_t flags = (s->flags | DLW_SYM_HIDDEN) & ~(uint32_t)DLW_SYM_EXPORTED;
  if (!dlw_object_set_flags(w->cx, o, symbol, flags))
    return false;
  if (name->bound == DLW_BOUND_PROVIDER)
    return true;
  if (name->bound == DLW_BOUND_OWN)
    return (!name->plain || add_plain(w, input, symbol, name)) &&
           give_name(w, input, symbol, name->target);
  /* A definition that its own library's references do not mean. One of dlopen
     or dlsym leaves the welded name to the thunk. */
  dlw_str own = name->name;
  if (name->bound == DLW_BOUND_THUNK)
    own = dlw_sprintf(w->cx, "%.*s.$own", DLW_FMT(own));
  return own.p && dlw_welded_name(w->cx, lib, own, &own) &&
         lead_away(w, input, symbol, own, name->target);
}

static bool rename_reference(dlw_weld *w, dlw_input *input, uint32_t symbol,
                             const dlw_name *name) {
  if (dlw_str_eq(name->name, name->target))
    return true;
  return give_name(w, input, symbol, name->target);
}

/* Which groups hold an init function: those of inline variables. */
static bool *find_constructed(dlw_ctx *cx, const dlw_object *o) {
  bool *constructed = dlw_alloc(cx, o->comdat_count, sizeof *constructed);
  for (uint32_t i = 0; constructed && i < o->init_count; i++) {
    uint32_t group = o->symbols[o->inits[i].symbol].comdat;
    if (group != DLW_NONE)
      constructed[group] = true;
  }
  return constructed;
}

/* A group is isolated with its members; it stays merged if the symbol it is
   named for does, or if all vague linkage is. But of an inline variable each
   library's copy stays, whose constructor it calls: the variable and its guard,
   as weak symbols, are one all the same, so that the first of all constructors
   does it. So it is in ELF. */
static bool rename_groups(dlw_weld *w, dlw_library *lib, dlw_input *input) {
  dlw_object *o = &input->object;
  bool all = w->vague == DLW_VAGUE_SHARE || lib->startup;
  bool *constructed = find_constructed(w->cx, o);
  if (!constructed)
    return false;
  for (uint32_t i = 0; i < o->comdat_count; i++) {
    const dlw_map_entry *e = dlw_map_get(&lib->map, o->comdats[i].name);
    bool merged = all || (e && lib->names[e->value].bound == DLW_BOUND_MERGED);
    if (merged && !constructed[i])
      continue;
    dlw_str name;
    if (!dlw_welded_name(w->cx, lib, o->comdats[i].name, &name))
      return false;
    dlw_map_line(input, "group", o->comdats[i].name, name);
    if (!dlw_object_rename_comdat(w->cx, o, i, name))
      return false;
  }
  return true;
}

/* Sections with a C identifier for a name are tables that a library walks from
   __start_ to __stop_: each library its own. */
static bool rename_sections(dlw_weld *w, const dlw_library *lib,
                            dlw_input *input) {
  dlw_object *o = &input->object;
  for (uint32_t i = 0; i < o->module.segment_count; i++) {
    dlw_str plain = o->segment_infos[i].name;
    if (!dlw_name_is_c(plain))
      continue;
    dlw_str name = dlw_section_name(w->cx, lib, plain);
    if (!name.p || !dlw_object_rename_segment(w->cx, o, i, name))
      return false;
    dlw_map_line(input, "section", plain, name);
  }
  return true;
}

/* What the linker compiles it puts behind all else, and names as it likes. By
   its sections it is known which data is the library's, and by their names its
   static functions. */
static bool place_compiled(dlw_weld *w, const dlw_library *lib,
                           dlw_input *input) {
  if (!input->bitcode.n)
    return true;
  static const char *const words[] = {"data", "constants", "thread-locals"};
  for (int i = 0; i < DLW_COMPILED_KINDS; i++) {
    dlw_str section = dlw_compiled_section(w->cx, lib, (dlw_compiled)i);
    if (!section.p)
      return false;
    dlw_map_line(input, words[i], section, (dlw_str){0});
  }
  dlw_str suffix,
      only = dlw_sprintf(w->cx, ".$%u",
                         (uint32_t)(input - w->inputs) - lib->first_input);
  if (!only.p || !dlw_welded_name(w->cx, lib, only, &only) ||
      !dlw_welded_name(w->cx, lib, (dlw_str){0}, &suffix))
    return false;
  dlw_map_line(input, "variables", only, (dlw_str){0});
  dlw_map_line(input, "locals", suffix, (dlw_str){0});
  dlw_map_line(input, "source", suffix, (dlw_str){0});
  return true;
}

/* Constructors and destructors are called from the index object, so that local
   ones need a name that it can refer to. */
static bool name_ctors(dlw_weld *w, dlw_library *lib) {
  for (uint32_t i = 0; i < lib->ctor_count + lib->dtor_count; i++) {
    dlw_ctor *c =
        i < lib->ctor_count ? &lib->ctors[i] : &lib->dtors[i - lib->ctor_count];
    dlw_input *input = &w->inputs[c->input];
    dlw_object *o = &input->object;
    const dlw_symbol *s = &o->symbols[c->symbol];
    if (s->flags & DLW_SYM_LOCAL) {
      dlw_str old = s->name;
      if (dlw_str_starts(old, DLW_STR(".L"))) /* LLVM's mark of private names */
        old = (dlw_str){old.p + 2, old.n - 2};
      dlw_str name = dlw_sprintf(w->cx, "%.*s.$%u", DLW_FMT(old), i);
      uint32_t flags = (s->flags & ~(uint32_t)DLW_SYM_LOCAL) | DLW_SYM_HIDDEN;
      if (!name.p || !dlw_welded_name(w->cx, lib, name, &name))
        return false;
      dlw_map_line(input, "global", old, name);
      if (!dlw_object_rename(w->cx, o, c->symbol, name) ||
          !dlw_object_set_flags(w->cx, o, c->symbol, flags))
        return false;
    }
    c->target = o->symbols[c->symbol].name;
  }
  return true;
}

bool dlw_weld_rename_own(dlw_weld *w, dlw_library *lib) {
  for (uint32_t i = 0; i < lib->input_count; i++) {
    dlw_input *input = &w->inputs[lib->first_input + i];
    for (uint32_t k = 0; k < input->name_count; k++) {
      uint32_t flags = input->object.symbols[k].flags;
      const dlw_name *name =
          input->names[k] == DLW_NONE ? NULL : &lib->names[input->names[k]];
      if (name && name->bound == DLW_BOUND_OWN &&
          !(flags & DLW_SYM_UNDEFINED) &&
          !rename_definition(w, lib, input, k, name))
        return false;
    }
    if (!rename_groups(w, lib, input))
      return false;
  }
  return true;
}

bool dlw_weld_rename(dlw_weld *w) {
  for (uint32_t n = 1; n < w->library_count; n++) {
    dlw_library *lib = &w->libraries[n];
    for (uint32_t i = 0; i < lib->input_count; i++) {
      dlw_input *input = &w->inputs[lib->first_input + i];
      dlw_object *o = &input->object;
      uint32_t count = o->symbol_count; /* splitting adds more */
      for (uint32_t k = 0; k < count; k++) {
        if (input->names[k] == DLW_NONE)
          continue;
        const dlw_name *name = &lib->names[input->names[k]];
        if ((o->symbols[k].flags & DLW_SYM_UNDEFINED)
                ? !rename_reference(w, input, k, name)
                : !rename_definition(w, lib, input, k, name))
          return false;
      }
      if (!rename_groups(w, lib, input) || !rename_sections(w, lib, input))
        return false;
      if (!place_compiled(w, lib, input))
        return false;
      dlw_map_line(input, "constructors", DLW_STR("drop"), (dlw_str){0});
      dlw_object_drop_inits(o);
    }
    if (!name_ctors(w, lib))
      return false;
  }
  return true;
}
