/* Marks: small objects between the libraries', by which the linker says where
   each library's part of the table and of memory begins and ends. wasm-ld takes
   files in order when it hands out table slots and lays out an output segment,
   so what lies between two marks is the library's between them. */
#include "dlfcn/index.h"
#include "weld/emit.h"

/* The output segment that wasm-ld puts a data segment into. */
static dlw_str output_segment(const dlw_weld *w, const dlw_segment_info *info) {
  static const char *const merged[] = {".data", ".bss", ".rodata", ".text"};
  if (info->flags & DLW_SEG_TLS)
    return DLW_STR(".tdata");
  for (size_t i = 0; i < 4 && !w->keep_segments; i++) {
    dlw_str name = dlw_str_of(merged[i]);
    if (info->name.n > name.n && info->name.p[name.n] == '.' &&
        dlw_str_starts(info->name, name))
      return name;
  }
  return info->name;
}

/* What is zero wasm-ld tells by the first letters alone. */
static uint8_t range_kind(dlw_str name, uint32_t flags) {
  if (flags & DLW_SEG_TLS)
    return DLW_RANGE_TLS;
  if (dlw_str_eq(name, DLW_STR(".rodata")) ||
      dlw_str_starts(name, DLW_STR(".rodata.")))
    return DLW_RANGE_CONST;
  return dlw_str_starts(name, DLW_STR(".bss")) ? DLW_RANGE_ZERO
                                               : DLW_RANGE_DATA;
}

/* Whether nobody said in which section it is to be. */
static bool is_anywhere(const dlw_segment_info *info) {
  static const char *const heads[] = {".data.", ".bss.", ".rodata."};
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
    if (dlw_str_starts(info->name, dlw_str_of(heads[i])))
      return true;
  return (info->flags & DLW_SEG_TLS) != 0;
}

/* Of constants not all are (lib/llvm/place.c). A section that a variable is
   said to be in may have a name like LLVM's own, but not with that variable's.
 */
bool dlw_symbol_is_placed(const dlw_input *input, const dlw_symbol *s) {
  static const char *const heads[] = {".data.", ".bss."};
  const dlw_segment_info *info = &input->object.segment_infos[s->index];
  if (info->flags & DLW_SEG_TLS)
    return false;
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
    dlw_str head = dlw_str_of(heads[i]);
    dlw_str rest = {info->name.p + head.n, info->name.n - head.n};
    if (dlw_str_starts(info->name, head))
      return dlw_str_starts(s->name, rest) &&
             (s->name.n == rest.n || s->name.p[rest.n] == '.');
  }
  return dlw_name_is_c(info->name);
}

static bool place_note(dlw_weld *w, dlw_library *lib, dlw_map *known,
                       const dlw_place *place, const dlw_object *o,
                       uint32_t segment) {
  bool added;
  dlw_map_entry *e = dlw_map_put(w->cx, known, place->name, &added);
  if (!e || (added && !dlw_grow(w->cx, &lib->places, lib->place_count,
                                &lib->place_capacity, sizeof *lib->places)))
    return false;
  if (added) {
    e->value = lib->place_count;
    lib->places[lib->place_count] = *place;
    lib->places[lib->place_count++].room =
        16; /* the mark's own word, aligned */
  }
  lib->places[e->value].room +=
      o->module.segments[segment].data.n +
      (UINT64_C(1) << o->segment_infos[segment].align);
  return true;
}

/* What the linker compiles comes behind all marks, in sections of the library's
   own (rename.c). LLVM may divide variables, and make constants of them: so
   there is room for more than there are. */
static bool compiled_places(dlw_weld *w, dlw_library *lib, dlw_map *known,
                            const dlw_object *o) {
  dlw_place own[DLW_COMPILED_KINDS];
  for (int i = 0; i < DLW_COMPILED_KINDS; i++) {
    own[i] = (dlw_place){
        .name = dlw_compiled_section(w->cx, lib, (dlw_compiled)i),
        .range = i == DLW_COMPILED_CONSTANTS ? DLW_RANGE_CONST : DLW_RANGE_DATA,
        .own = true};
    if (!own[i].name.p)
      return false;
  }
  for (uint32_t k = 0; k < o->module.segment_count; k++) {
    const dlw_segment_info *info = &o->segment_infos[k];
    dlw_place place = {
        .name = info->name, .range = DLW_RANGE_DATA, .own = true};
    if (is_anywhere(info)) {
      for (int i = 0; i < 2 * DLW_COMPILED_KINDS; i++)
        if (!place_note(w, lib, known, &own[i / 2], o, k))
          return false;
    } else if (dlw_name_is_c(info->name) &&
               !place_note(w, lib, known, &place, o, k)) {
      return false;
    }
  }
  return true;
}

/* Where the library's data goes. With segments kept apart there may be very
   many places: then only those that unloading needs are noted. */
static bool find_places(dlw_weld *w, dlw_library *lib) {
  dlw_map known = {0};
  for (uint32_t i = 0; i < lib->input_count; i++) {
    const dlw_input *input = &w->inputs[lib->first_input + i];
    const dlw_object *o = &input->object;
    if (input->bitcode.n) {
      if (!compiled_places(w, lib, &known, o))
        return false;
      continue;
    }
    for (uint32_t k = 0; k < o->module.segment_count; k++) {
      const dlw_segment_info *info = &o->segment_infos[k];
      dlw_place place = {.name = output_segment(w, info),
                         .flags = info->flags & DLW_SEG_TLS};
      place.range = range_kind(place.name, place.flags);
      if (w->keep_segments && (!lib->unload || place.range == DLW_RANGE_CONST))
        continue;
      if (!place_note(w, lib, &known, &place, o, k))
        return false;
    }
  }
  return true;
}

dlw_str dlw_mark_name(dlw_ctx *cx, uint32_t mark) {
  return dlw_sprintf(cx, "__dlweld_mark.%u", mark);
}

dlw_str dlw_mark_place_name(dlw_ctx *cx, uint32_t mark, dlw_str place) {
  return dlw_sprintf(cx, "__dlweld_mark.%u.%.*s", mark, DLW_FMT(place));
}

static bool place_add(dlw_emit *e, dlw_map *known, uint32_t mark,
                      const dlw_place *place) {
  bool added;
  if (!dlw_map_put(e->w->cx, known, place->name, &added))
    return false;
  if (!added)
    return true;
  uint32_t segment = dlw_emit_segment(e, place->name, 0, place->flags, NULL, 0);
  uint32_t flags = DLW_SYM_HIDDEN;
  if (place->flags & DLW_SEG_TLS)
    flags |= DLW_SYM_TLS;
  return dlw_emit_data(e, dlw_mark_place_name(e->w->cx, mark, place->name),
                       segment, 0, 0, flags) != DLW_NONE;
}

/* wasm-ld merges all strings of an output segment, of one alignment each, and
   puts them where it met the first: before the first library, so that no
   library's range holds the others'. */
static bool strings_add(dlw_emit *e) {
  static const uint8_t empty[8];
  dlw_weld *w = e->w;
  dlw_map known = {0}; /* output segment -> bits, the alignments met */
  uint32_t number = 0;
  for (uint32_t i = 0; i < w->input_count; i++) {
    const dlw_object *o = &w->inputs[i].object;
    for (uint32_t k = 0; k < o->module.segment_count; k++) {
      const dlw_segment_info *info = &o->segment_infos[k];
      if (!(info->flags & DLW_SEG_STRINGS) || info->align > 3)
        continue;
      dlw_str place = output_segment(w, info), name;
      bool added;
      dlw_map_entry *m = dlw_map_put(w->cx, &known, place, &added);
      if (!m)
        return false;
      if (added)
        m->value = 0;
      if (m->value >> info->align & 1)
        continue;
      m->value |= 1u << info->align;
      uint32_t flags = DLW_SYM_HIDDEN | DLW_SYM_NO_STRIP;
      if (info->flags & DLW_SEG_TLS)
        flags |= DLW_SYM_TLS;
      uint32_t segment = dlw_emit_segment(e, place, info->align, info->flags,
                                          empty, 1u << info->align);
      name = dlw_sprintf(w->cx, "__dlweld_mark.strings.%u", number++);
      if (dlw_emit_data(e, name, segment, 0, 1u << info->align, flags) ==
          DLW_NONE)
        return false;
    }
  }
  return true;
}

/* The run time stands before all of this in an archive. What libraries refer to
   there the linker takes out now, and not between two marks. */
static bool runtime_add(dlw_emit *e) {
  dlw_weld *w = e->w;
  for (uint32_t i = 0; i < w->input_count; i++) {
    const dlw_input *input = &w->inputs[i];
    const dlw_object *o = &input->object;
    const dlw_library *lib = &w->libraries[input->library];
    for (uint32_t k = 0; k < input->name_count; k++) {
      const dlw_symbol *s = &o->symbols[k];
      if (s->kind != DLW_SYM_FUNCTION || input->names[k] == DLW_NONE ||
          !lib->names[input->names[k]].runtime)
        continue;
      dlw_bytes type =
          o->module.types[dlw_module_function_type(&o->module, s->index)];
      if (dlw_emit_undefined(e, lib->names[input->names[k]].target,
                             DLW_SYM_FUNCTION, type, 0) == DLW_NONE)
        return false;
    }
  }
  return true;
}

static bool mark_write(dlw_weld *w, uint32_t mark) {
  static const uint8_t zeros[8], type[] = {0x60, 0, 0};
  dlw_emit e = {.w = w};
  dlw_str name = dlw_mark_name(w->cx, mark);
  dlw_str holder = dlw_sprintf(w->cx, "__dlweld_mark.%u.slot", mark);
  uint32_t function = dlw_emit_function(
      &e, name, (dlw_bytes){type, sizeof type}, DLW_SYM_HIDDEN);
  dlw_emit_end(&e, dlw_emit_begin(&e));
  bool ok =
      function != DLW_NONE && (mark || (runtime_add(&e) && strings_add(&e)));
  dlw_map known = {0};
  for (uint32_t n = mark; ok && n <= mark + 1 && n < w->library_count; n++)
    for (uint32_t i = 0; ok && i < w->libraries[n].place_count; i++)
      ok = place_add(&e, &known, mark, &w->libraries[n].places[i]);
  /* That the function is in the table the linker sees here, and not only when
     it comes to the index. */
  size_t word = w->memory64 ? 8 : 4;
  uint32_t segment = dlw_emit_segment(&e, DLW_STR(".rodata.dlweld.mark"),
                                      w->memory64 ? 3 : 2, 0, zeros, word);
  ok = ok && segment != DLW_NONE && dlw_emit_word(&e, 0, function) &&
       dlw_emit_data(&e, holder, segment, 0, word,
                     DLW_SYM_HIDDEN | DLW_SYM_NO_STRIP) != DLW_NONE;
  ok = ok && dlw_emit_write(&e, &w->marks);
  dlw_emit_done(&e);
  w->mark_ends[mark] = w->marks.size;
  return ok;
}

bool dlw_weld_marks(dlw_weld *w) {
  if (w->library_count < 2)
    return true;
  w->mark_ends = dlw_alloc(w->cx, w->library_count, sizeof *w->mark_ends);
  bool ok = w->mark_ends != NULL;
  for (uint32_t i = 1; ok && i < w->library_count; i++)
    ok = find_places(w, &w->libraries[i]);
  for (uint32_t i = 0; ok && i < w->library_count; i++)
    ok = mark_write(w, i);
  return ok;
}
