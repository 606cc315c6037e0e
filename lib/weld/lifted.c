/* Shared modules (dylink.0) as libraries: lifted when they are read; here what
   the convention leaves to the loader. Their slots are made consecutive, and
   functions whose types a module does not say get those of what they are bound
   to. */
#include <stdio.h>

#include "weld/emit.h"

bool dlw_weld_add_lifted(dlw_weld *w, const dlw_where *where, uint32_t library,
                         dlw_bytes bytes) {
  if (!dlw_grow(w->cx, &w->lifted, w->lifted_count, &w->lifted_capacity,
                sizeof *w->lifted))
    return false;
  dlw_lift_options options = {.pic = w->pic};
  dlw_lifted *l = &w->lifted[w->lifted_count];
  if (!dlw_lift(w->cx, where, bytes, &options, l))
    return false;
  w->lifted_count++;
  uint32_t number = w->input_count;
  if (!dlw_weld_add_input(w, where, library,
                          (dlw_bytes){l->object.data, l->object.size}))
    return false;
  l = &w->lifted[w->lifted_count - 1];
  w->inputs[number].first_open_type = l->first_open_type;
  dlw_library *lib = &w->libraries[library];
  if (lib->slot_count && l->slot_count)
    return dlw_error(w->cx, where,
                     "%.*s has another shared module already; give this one a "
                     "soname of its own",
                     DLW_FMT(lib->soname));
  lib->slot_count += l->slot_count;
  return dlw_library_wants(w, lib, where->file, l->dylink.needed,
                           l->dylink.needed_count, l->dylink.run_paths,
                           l->dylink.run_path_count);
}

/* --- Slots --- */

const dlw_name *dlw_weld_slot(const dlw_library *lib, uint32_t number) {
  char text[32];
  int n = snprintf(text, sizeof text, "__dlweld_slot.%u", number);
  const dlw_map_entry *e = dlw_map_get(&lib->map, (dlw_str){text, (size_t)n});
  return e ? &lib->names[e->value] : NULL;
}

/* A function that mentions one after the other, and itself behind them. */
static bool slots_add(dlw_emit *e, const dlw_library *lib) {
  static const uint8_t type_void[] = {0x60, 0, 0};
  dlw_weld *w = e->w;
  uint32_t self = dlw_emit_function(
      e, dlw_slots_name(w->cx, lib), (dlw_bytes){type_void, sizeof type_void},
      DLW_SYM_HIDDEN | DLW_SYM_NO_STRIP);
  if (self == DLW_NONE)
    return false;
  size_t begin = dlw_emit_begin(e);
  for (uint32_t i = 0; i < lib->slot_count; i++) {
    const dlw_name *name = dlw_weld_slot(lib, i);
    if (!name || !name->defined)
      return dlw_error(w->cx, NULL, "%.*s: slot %u is not defined",
                       DLW_FMT(lib->soname), i);
    const dlw_object *o = &w->inputs[name->input].object;
    dlw_bytes type = o->module.types[dlw_module_function_type(
        &o->module, o->symbols[name->symbol].index)];
    if (!dlw_emit_slot(e, dlw_emit_undefined(e, name->target, DLW_SYM_FUNCTION,
                                             type, 0)))
      return false;
  }
  bool ok = dlw_emit_slot(e, self);
  dlw_emit_end(e, begin);
  return ok;
}

bool dlw_weld_slots(dlw_weld *w) {
  dlw_emit e = {.w = w, .table = true};
  bool ok = true, any = w->slots_in_front;
  for (uint32_t i = 1; ok && i < w->library_count; i++)
    if (w->libraries[i].slot_count) {
      any = true;
      ok = slots_add(&e, &w->libraries[i]);
    }
  ok = ok && (!any || dlw_emit_write(&e, &w->slots));
  dlw_emit_done(&e);
  return ok;
}

/* --- Open types --- */

/* The type of what the library defines by that name. */
static bool definition_type(const dlw_weld *w, const dlw_library *lib,
                            dlw_str name, dlw_bytes *type) {
  const dlw_map_entry *e = dlw_map_get(&lib->map, name);
  if (!e || !lib->names[e->value].defined ||
      lib->names[e->value].kind != DLW_SYM_FUNCTION)
    return false;
  const dlw_name *n = &lib->names[e->value];
  const dlw_object *o = &w->inputs[n->input].object;
  *type = o->module.types[dlw_module_function_type(
      &o->module, o->symbols[n->symbol].index)];
  return true;
}

/* The type of what the name is bound to. `*known` false: nobody here knows, and
   then it is the linker's or the host's. */
static bool bound_type(dlw_weld *w, const dlw_library *lib,
                       const dlw_name *name, dlw_bytes *type, bool *known) {
  *known = false;
  if (name->bound == DLW_BOUND_THUNK || name->runtime) {
    *type = dlw_dlfcn_type(w, name->name);
    *known = type->p != NULL;
    return true;
  }
  for (uint32_t i = 0; name->bound == DLW_BOUND_NEEDED && !*known &&
                       i < lib->scope_count;
       i++)
    *known = definition_type(w, &w->libraries[lib->scope[i]], name->name, type);
  if (*known)
    return true;
  const dlw_map_entry *e = dlw_map_get(&w->program.map, name->name);
  if (e) {
    dlw_program_symbol *s = &w->program.symbols[e->value];
    if (!dlw_program_describe(w, s))
      return false;
    *known = s->kind == DLW_SYM_FUNCTION;
    *type = s->type;
    return true;
  }
  if ((e = dlw_map_get(&w->providers, name->name)) != NULL)
    *known = definition_type(w, &w->libraries[e->value], name->name, type);
  for (uint32_t i = 0; !*known && i < w->startup_count; i++)
    *known = definition_type(w, &w->libraries[w->startup[i]], name->name, type);
  return true;
}

bool dlw_weld_open_types(dlw_weld *w) {
  for (uint32_t i = 0; i < w->input_count; i++) {
    dlw_input *input = &w->inputs[i];
    dlw_object *o = &input->object;
    if (!input->first_open_type)
      continue;
    for (uint32_t k = 0; k < input->name_count; k++) {
      const dlw_symbol *s = &o->symbols[k];
      if (s->kind != DLW_SYM_FUNCTION || !(s->flags & DLW_SYM_UNDEFINED) ||
          input->names[k] == DLW_NONE)
        continue;
      uint32_t type = dlw_module_function_type(&o->module, s->index);
      const dlw_library *lib = &w->libraries[input->library];
      dlw_bytes found;
      bool known;
      if (type < input->first_open_type)
        continue;
      if (!bound_type(w, lib, &lib->names[input->names[k]], &found, &known))
        return false;
      if (known)
        dlw_object_set_type(o, type, found);
    }
  }
  return true;
}
