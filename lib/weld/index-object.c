/* The generated object: the index and the state as data; callers of
   constructors and destructors, and thunks of the run time, as code. */
#include "dlfcn/index.h"

#include <stdlib.h>

#include "index/welded.h"
#include "weld/emit.h"
#include "weld/index.h"
#include "weld/owners.h"

#define BYTES(array) ((dlw_bytes){(array), sizeof(array)})

static const uint8_t type_void[] = {0x60, 0, 0};
static const uint8_t tls_probe[] = DLW_TLS_PROBE;

typedef struct builder {
  dlw_emit e;
  dlw_weld *w;
  uint32_t *inits, *finis; /* symbols by library */
  uint32_t state, probe, image, owners;
  uint64_t *image_offsets; /* by library */
} builder;

/* The symbol of a name that a library defines. Where no other library's or the
   program's name can be equal, the name itself knows its symbol. */
static uint32_t undefined_name(builder *b, dlw_name *name, dlw_bytes type) {
  if (name->bound != DLW_BOUND_OWN)
    return dlw_emit_undefined(&b->e, name->own.p ? name->own : name->target,
                              name->kind, type, 0);
  if (!name->indexed)
    name->indexed =
        dlw_emit_undefined_new(&b->e, name->target, name->kind, type, 0) + 1;
  return name->indexed - 1;
}

/* --- What the words refer to --- */

static dlw_bytes type_in_input(const dlw_weld *w, uint32_t input,
                               uint32_t symbol) {
  const dlw_module *m = &w->inputs[input].object.module;
  return m->types[dlw_module_function_type(
      m, w->inputs[input].object.symbols[symbol].index)];
}

dlw_str dlw_index_target(dlw_weld *w, const dlw_index_word *word) {
  const dlw_library *lib = &w->libraries[word->library];
  switch (word->what) {
  case DLW_WORD_EXPORT:
    if (!word->library)
      return w->program.symbols[word->number].name;
    return lib->names[word->number].own.p ? lib->names[word->number].own
                                          : lib->names[word->number].target;
  case DLW_WORD_STATE:
    return DLW_STR(DLW_SYMBOL_STATE);
  case DLW_WORD_INIT:
    return dlw_sprintf(w->cx, "__dlweld_init.%.*s", DLW_FMT(lib->id));
  case DLW_WORD_FINI:
    return dlw_sprintf(w->cx, "__dlweld_fini.%.*s", DLW_FMT(lib->id));
  case DLW_WORD_EXIT:
    return DLW_STR("__dlweld_exit");
  case DLW_WORD_PROBE:
    return DLW_STR("__dlweld_tls_probe");
  case DLW_WORD_OWNERS:
    return DLW_STR("__dlweld_owners");
  case DLW_WORD_MARK:
    return dlw_mark_name(w->cx, word->number);
  case DLW_WORD_SLOTS:
    return dlw_weld_slot(lib, 0)->target;
  case DLW_WORD_SLOTS_END:
    return dlw_slots_name(w->cx, lib);
  case DLW_WORD_START:
  case DLW_WORD_END:
    if (word->what == DLW_WORD_END && lib->places[word->number].own)
      return dlw_sprintf(w->cx, "__stop_%.*s",
                         DLW_FMT(lib->places[word->number].name));
    return dlw_mark_place_name(w->cx,
                               word->library - (word->what == DLW_WORD_START),
                               lib->places[word->number].name);
  default: /* DLW_WORD_IMAGE */
    return dlw_sprintf(w->cx, "__dlweld_image.%.*s", DLW_FMT(lib->id));
  }
}

/* The program's symbol that this name of a library's means; NULL: none. */
static dlw_program_symbol *program_meant(const dlw_weld *w,
                                         const dlw_name *name) {
  dlw_map_entry *e = name->bound == DLW_BOUND_PROGRAM && !name->own.p
                         ? dlw_map_get(&w->program.map, name->name)
                         : NULL;
  return e ? &w->program.symbols[e->value] : NULL;
}

bool dlw_index_type(dlw_weld *w, const dlw_index_word *word, dlw_bytes *out) {
  *out = (dlw_bytes){0};
  if (word->library == 0) {
    *out = w->program.symbols[word->number].type;
    return true;
  }
  const dlw_name *name = &w->libraries[word->library].names[word->number];
  dlw_program_symbol *s = program_meant(w, name);
  if (s && !dlw_program_describe(w, s))
    return false;
  if (s)
    *out = s->type;
  else if (name->kind == DLW_SYM_FUNCTION)
    *out = type_in_input(w, name->input, name->symbol);
  return true;
}

static uint32_t exported_symbol(builder *b, const dlw_index_word *word) {
  dlw_weld *w = b->w;
  dlw_bytes type;
  if (word->type) {
    dlw_str known = w->index.function_types.entries[word->type - 1].key;
    type = (dlw_bytes){(const uint8_t *)known.p, known.n};
  } else if (!dlw_index_type(w, word, &type)) {
    return DLW_NONE;
  }
  if (word->library == 0) {
    const dlw_program_symbol *s = &w->program.symbols[word->number];
    return dlw_emit_undefined(&b->e, s->name, s->kind, type,
                              word->may_be_zero ? DLW_SYM_WEAK : 0);
  }
  dlw_name *name = &w->libraries[word->library].names[word->number];
  /* The program's has the type that counts. */
  const dlw_program_symbol *s = program_meant(w, name);
  return s ? dlw_emit_undefined(&b->e, name->target, s->kind, type, 0)
           : undefined_name(b, name, type);
}

static uint32_t word_symbol(builder *b, const dlw_index_word *word) {
  dlw_emit *e = &b->e;
  const dlw_library *lib = &b->w->libraries[word->library];
  dlw_str target = {0};
  if (word->what != DLW_WORD_EXPORT) {
    target = dlw_index_target(b->w, word);
    if (!target.p)
      return DLW_NONE;
  }
  switch (word->what) {
  case DLW_WORD_EXPORT:
    return exported_symbol(b, word);
  case DLW_WORD_STATE:
    return b->state;
  case DLW_WORD_INIT:
    return b->inits[word->library];
  case DLW_WORD_FINI:
    return b->finis[word->library];
  case DLW_WORD_PROBE:
    return b->probe;
  case DLW_WORD_OWNERS:
    return b->owners;
  case DLW_WORD_START:
  case DLW_WORD_END:
    return dlw_emit_undefined(
        e, target, DLW_SYM_DATA, (dlw_bytes){0},
        lib->places[word->number].flags & DLW_SEG_TLS ? DLW_SYM_TLS : 0);
  case DLW_WORD_IMAGE:
    return dlw_emit_data(e, target, b->image, b->image_offsets[word->library],
                         0, DLW_SYM_HIDDEN);
  case DLW_WORD_SLOTS: {
    dlw_name *name =
        &lib->names[dlw_map_get(&lib->map, dlw_weld_slot(lib, 0)->name)->value];
    return undefined_name(b, name,
                          type_in_input(b->w, name->input, name->symbol));
  }
  default: /* DLW_WORD_EXIT, DLW_WORD_MARK, DLW_WORD_SLOTS_END */
    return dlw_emit_undefined(e, target, DLW_SYM_FUNCTION, BYTES(type_void), 0);
  }
}

/* --- Code --- */

/* Calls the run time with the library's number before its own arguments. */
static bool thunk_add(builder *b, uint32_t library, const dlw_thunk *thunk) {
  dlw_weld *w = b->w;
  dlw_emit *e = &b->e;
  dlw_bytes own = dlw_function_type(w, thunk->parameters, thunk->result, false);
  dlw_bytes callee =
      dlw_function_type(w, thunk->parameters, thunk->result, true);
  dlw_str name = dlw_sprintf(w->cx, "%s.%.*s", thunk->name,
                             DLW_FMT(w->libraries[library].id));
  if (!own.p || !callee.p ||
      dlw_emit_function(e, name, own, DLW_SYM_HIDDEN) == DLW_NONE)
    return false;
  size_t begin = dlw_emit_begin(e);
  dlw_emit_i32_const(e, (int32_t)library);
  for (uint32_t i = 0; thunk->parameters[i]; i++)
    dlw_emit_local_get(e, i);
  bool ok = dlw_emit_call(e, dlw_emit_undefined(e, dlw_str_of(thunk->callee),
                                                DLW_SYM_FUNCTION, callee, 0));
  dlw_emit_end(e, begin);
  return ok;
}

static uint32_t ctor_symbol(builder *b, uint32_t library, const dlw_ctor *c,
                            dlw_bytes type) {
  uint32_t number = b->w->inputs[c->input].names[c->symbol];
  return number == DLW_NONE /* it was local */
             ? dlw_emit_undefined(&b->e, c->target, DLW_SYM_FUNCTION, type, 0)
             : undefined_name(b, &b->w->libraries[library].names[number], type);
}

/* Calls each with zeros for its arguments and drops what it returns. */
static bool caller_add(builder *b, uint32_t library, uint8_t what,
                       const dlw_ctor *ctors, uint32_t count,
                       uint32_t *symbol) {
  dlw_weld *w = b->w;
  dlw_emit *e = &b->e;
  dlw_index_word word = {.what = what, .library = library};
  if (!count)
    return true;
  *symbol = dlw_emit_function(e, dlw_index_target(w, &word), BYTES(type_void),
                              DLW_SYM_HIDDEN);
  bool ok = *symbol != DLW_NONE;
  size_t begin = dlw_emit_begin(e);
  for (uint32_t i = 0; ok && i < count; i++) {
    dlw_bytes type = type_in_input(w, ctors[i].input, ctors[i].symbol);
    /* form, number of parameters, these, number of results */
    for (uint8_t k = 0; k < type.p[1]; k++)
      dlw_emit_word_const(e, 0);
    ok = dlw_emit_call(e, ctor_symbol(b, library, &ctors[i], type));
    for (uint8_t k = 0; k < type.p[2 + type.p[1]]; k++)
      dlw_emit_drop(e);
  }
  dlw_emit_end(e, begin);
  return ok;
}

static bool functions_add(builder *b) {
  dlw_weld *w = b->w;
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    if (!caller_add(b, i, DLW_WORD_INIT, lib->ctors, lib->ctor_count,
                    &b->inits[i]) ||
        !caller_add(b, i, DLW_WORD_FINI, lib->dtors, lib->dtor_count,
                    &b->finis[i]))
      return false;
    for (uint32_t k = 0; k < DLW_THUNKS; k++)
      if ((lib->thunks >> k & 1) && !thunk_add(b, i, &dlw_thunks[k]))
        return false;
  }
  return true;
}

/* --- Data --- */

static bool handles_add(builder *b, uint32_t segment) {
  dlw_weld *w = b->w;
  uint32_t size = DLW_STATE_SIZE(w->memory64 ? 8u : 4u);
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    const dlw_map_entry *e = dlw_map_get(&lib->map, DLW_STR("__dso_handle"));
    if (e && !lib->names[e->value].defined &&
        dlw_emit_data(&b->e, lib->names[e->value].target, segment,
                      (uint64_t)i * size, size, DLW_SYM_HIDDEN) == DLW_NONE)
      return false;
  }
  return true;
}

/* Room for first images of the data of libraries that can be unloaded. */
static bool image_add(builder *b) {
  dlw_weld *w = b->w;
  uint64_t size = 0;
  b->image_offsets = dlw_alloc(w->cx, w->library_count, sizeof size);
  if (!b->image_offsets)
    return false;
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    b->image_offsets[i] = size;
    for (uint32_t k = 0; lib->unload && k < lib->place_count; k++)
      if (lib->places[k].range == DLW_RANGE_DATA ||
          lib->places[k].range == DLW_RANGE_TLS)
        size += lib->places[k].room;
  }
  if (size > UINT32_MAX && !w->memory64)
    return dlw_error(w->cx, NULL,
                     "the data of libraries that can be unloaded is too large");
  b->image = size ? dlw_emit_segment(&b->e, DLW_STR(".bss.dlweld.image"), 4, 0,
                                     NULL, (size_t)size)
                  : DLW_NONE;
  return !size || b->image != DLW_NONE;
}

static bool probe_add(builder *b) {
  uint32_t segment = dlw_emit_segment(&b->e, DLW_STR(".tdata.dlweld.probe"), 3,
                                      DLW_SEG_TLS, tls_probe, sizeof tls_probe);
  b->probe = dlw_emit_data(&b->e, DLW_STR("__dlweld_tls_probe"), segment, 0,
                           sizeof tls_probe, DLW_SYM_HIDDEN | DLW_SYM_TLS);
  return b->probe != DLW_NONE;
}

/* Room for coded names, for those that must be strings. */
static bool names_add(builder *b) {
  size_t size = b->w->index.names_size;
  uint32_t segment =
      dlw_emit_segment(&b->e, DLW_STR(".bss.dlweld.names"), 0, 0, NULL, size);
  return dlw_emit_data(&b->e, DLW_STR(DLW_SYMBOL_NAMES), segment, 0, size,
                       DLW_SYM_HIDDEN) != DLW_NONE;
}

/* Room for the table of owners.c: zeros, or what is found again where only
   bytes that are there can be changed. */
static bool owners_add(builder *b) {
  static const uint8_t magic[16] = DLW_OWNERS_MAGIC;
  dlw_weld *w = b->w;
  size_t size =
      sizeof(dlw_index_owners) + dlw_owners_room(w) * sizeof(dlw_index_owner);
  uint8_t *bytes = w->fixed_data ? dlw_alloc(w->cx, size, 1) : NULL;
  if (w->fixed_data && !bytes)
    return false;
  if (bytes)
    memcpy(bytes + sizeof(dlw_index_owners), magic, sizeof magic);
  uint32_t segment = dlw_emit_segment(&b->e,
                                      bytes ? DLW_STR(".data.dlweld.owners")
                                            : DLW_STR(".bss.dlweld.owners"),
                                      3, 0, bytes, size);
  b->owners = dlw_emit_data(&b->e, DLW_STR("__dlweld_owners"), segment, 0, size,
                            DLW_SYM_HIDDEN);
  return b->owners != DLW_NONE;
}

/* For the check of the finished module. */
static bool types_keep(dlw_emit *e, dlw_index *x) {
  uint32_t count = e->types.count;
  x->types = dlw_alloc(e->w->cx, count, sizeof *x->types);
  for (uint32_t i = 0; x->types && i < count; i++) {
    dlw_str type = e->types.entries[i].key;
    x->types[i] = (dlw_bytes){(const uint8_t *)type.p, type.n};
  }
  return x->types != NULL;
}

static bool words_add(builder *b) {
  dlw_index *x = &b->w->index;
  for (uint32_t i = 0; i < x->word_count; i++) {
    dlw_index_word *word = &x->words[i];
    word->symbol = word_symbol(b, word);
    if (word->symbol == DLW_NONE ||
        !dlw_emit_word(&b->e, word->offset, word->symbol))
      return false;
    if (word->kind == DLW_SYM_FUNCTION)
      word->type = dlw_emit_type(&b->e, word->symbol);
  }
  return true;
}

/* The section dlsym.0: the address of the index, and a copy of it
   (docs/dlsym-section.md). */
static bool section_add(builder *b, uint32_t symbol, uint32_t segment) {
  uint8_t *head = dlw_alloc(b->w->cx, DLW_DLSYM_HEAD, 1);
  size_t size = b->w->index.image.size;
  for (unsigned i = 0; head && i < 4; i++)
    head[i] = (uint8_t)(size >> (8 * i));
  return head &&
         dlw_emit_copy(&b->e, DLW_STR(DLW_DLSYM_SECTION),
                       (dlw_bytes){head, DLW_DLSYM_HEAD}, 8, symbol, segment);
}

bool dlw_index_object(dlw_weld *w) {
  builder b = {.e = {.w = w, .table = true}, .w = w};
  dlw_index *x = &w->index;
  size_t state = x->state_size;
  b.inits = dlw_alloc(w->cx, w->library_count, sizeof *b.inits);
  b.finis = dlw_alloc(w->cx, w->library_count, sizeof *b.finis);
  /* Nearly all symbols are the words'. */
  if (!b.inits || !b.finis || !dlw_emit_reserve(&b.e, x->word_count + 64))
    return false;
  uint32_t segment =
      dlw_emit_segment(&b.e, DLW_STR(".bss.dlweld.state"), 4, 0, NULL, state);
  b.state = dlw_emit_data(&b.e, DLW_STR(DLW_SYMBOL_STATE), segment, 0, state,
                          DLW_SYM_HIDDEN);
  bool ok = b.state != DLW_NONE && image_add(&b) && handles_add(&b, segment) &&
            (!x->has_tls || probe_add(&b)) &&
            (!x->names_size || names_add(&b)) &&
            (!dlw_owners_room(w) || owners_add(&b));
  segment = dlw_emit_segment(&b.e, DLW_STR(".rodata.dlweld.index"), 4, 0,
                             x->image.data, x->image.size);
  uint32_t index =
      dlw_emit_data(&b.e, DLW_STR(DLW_SYMBOL_INDEX), segment, 0, x->image.size,
                    DLW_SYM_HIDDEN | DLW_SYM_NO_STRIP);
  ok = ok && section_add(&b, index, segment) && functions_add(&b) &&
       words_add(&b) && types_keep(&b.e, x) && dlw_emit_write(&b.e, &x->object);
  dlw_emit_done(&b.e);
  return ok;
}
