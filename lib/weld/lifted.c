/* Shared modules (dylink.0) as libraries: lifted when they are read. Their
   slots are made consecutive here.

   A module does not say the types of functions whose address alone it takes, so
   that the lifter makes some up. That is enough: wasm-ld compares types where
   something calls. */
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
  if (!dlw_weld_add_input(w, where, library,
                          (dlw_bytes){l->object.data, l->object.size}))
    return false;
  l = &w->lifted[w->lifted_count - 1];
  w->inputs[w->input_count - 1].lifted = true;
  dlw_library *lib = &w->libraries[library];
  if (lib->slot_count && l->slot_count)
    return dlw_error(w->cx, where,
                     "%.*s has another shared module already; give this one a "
                     "soname of its own",
                     DLW_FMT(lib->soname));
  lib->lifted = true;
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
  uint32_t self = dlw_emit_function(e, dlw_slots_name(w->cx, lib),
                                    (dlw_bytes){type_void, sizeof type_void},
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
    if (!dlw_emit_slot(
            e, dlw_emit_undefined(e, name->target, DLW_SYM_FUNCTION, type, 0)))
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
