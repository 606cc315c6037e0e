/* Symbol resolution for plugins that claim files: who defines and who refers
   to each name, found by the linker's own rules as far as they can be followed
   without being the linker. Files of the link are those that are not lazy,
   and lazy ones that a strong reference needs; a strong definition prevails
   over a weak one, an earlier over a later, and both over a shared library's.
   Where unclaimed bitcode is among the inputs, what it refers to is not known,
   and every definition counts as referred to. */
#include "host/symbols.h"

#include "object/object.h"
#include "support/map.h"

enum { DEFINED = 1, WEAK = 2 };

typedef struct use {
  uint32_t name;
  uint8_t flags;
} use;

typedef struct file {
  const dlw_input *input;
  use *uses;
  uint32_t use_count;
  bool live, shared;
} file;

typedef struct name {
  uint32_t definer;      /* the prevailing file's number + 1 */
  uint32_t lazy_definer; /* the first lazy one's number + 1 */
  bool strong;           /* the definition is */
  bool regular;          /* a regular object or the command line refers to it */
} name;

typedef struct dlw_resolution {
  dlw_map ids; /* name -> number in names */
  name *names;
  uint32_t name_capacity;
  file *files;     /* [run->input_count] */
  bool opaque;     /* an input cannot be looked into */
  uint32_t *queue; /* files that became live, [file count] */
  uint32_t queued;
} dlw_resolution;

/* The number of a name, or UINT32_MAX (no memory). */
static uint32_t name_id(dlw_ctx *cx, dlw_resolution *r, dlw_str text) {
  bool added;
  dlw_map_entry *e = dlw_map_put(cx, &r->ids, text, &added);
  if (!e)
    return UINT32_MAX;
  if (added) {
    uint32_t id = r->ids.count - 1;
    if (!dlw_grow(cx, &r->names, id, &r->name_capacity, sizeof *r->names))
      return UINT32_MAX;
    r->names[id] = (name){0};
    e = dlw_map_get(&r->ids, text);
    e->value = id;
  }
  return e->value;
}

static bool use_add(dlw_ctx *cx, dlw_resolution *r, file *f, dlw_str text,
                    uint8_t flags) {
  uint32_t id = name_id(cx, r, text);
  if (id == UINT32_MAX)
    return false;
  f->uses[f->use_count++] = (use){id, flags};
  return true;
}

static bool uses_of_claimed(dlw_ctx *cx, dlw_resolution *r, file *f) {
  const dlw_input *input = f->input;
  f->uses = dlw_alloc(cx, (size_t)input->symbol_count, sizeof *f->uses);
  if (!f->uses)
    return false;
  for (int i = 0; i < input->symbol_count; i++) {
    const struct ld_plugin_symbol *s = &input->symbols[i];
    bool undefined = s->def == LDPK_UNDEF || s->def == LDPK_WEAKUNDEF;
    bool weak = s->def == LDPK_WEAKDEF || s->def == LDPK_WEAKUNDEF;
    if (!use_add(cx, r, f, s->name ? dlw_str_of(s->name) : DLW_STR(""),
                 (uint8_t)((undefined ? 0 : DEFINED) | (weak ? WEAK : 0))))
      return false;
  }
  return true;
}

static bool uses_of_object(dlw_run *run, dlw_resolution *r, file *f) {
  dlw_where where = {.file = dlw_str_of(f->input->source->path)};
  dlw_object object;
  if (!dlw_object_read(&run->quiet, &where, f->input->data, &object)) {
    r->opaque = true;
    return true;
  }
  f->uses = dlw_alloc(&run->cx, object.symbol_count, sizeof *f->uses);
  bool ok = f->uses != NULL;
  for (uint32_t i = 0; ok && i < object.symbol_count; i++) {
    const dlw_symbol *s = &object.symbols[i];
    if (s->kind == DLW_SYM_SECTION || (s->flags & DLW_SYM_LOCAL))
      continue;
    ok = use_add(&run->cx, r, f, s->name,
                 (uint8_t)((s->flags & DLW_SYM_UNDEFINED ? 0 : DEFINED) |
                           (s->flags & DLW_SYM_WEAK ? WEAK : 0)));
  }
  dlw_object_done(&object);
  return ok;
}

static bool uses_of_shared(dlw_run *run, dlw_resolution *r, file *f) {
  dlw_where where = {.file = dlw_str_of(f->input->source->path)};
  dlw_module module;
  f->shared = true;
  if (!dlw_module_read(&run->quiet, &where, f->input->data, &module))
    return true;
  f->uses = dlw_alloc(&run->cx, module.export_count, sizeof *f->uses);
  bool ok = f->uses != NULL;
  for (uint32_t i = 0; ok && i < module.export_count; i++)
    ok = use_add(&run->cx, r, f, module.exports[i].name, DEFINED);
  return ok;
}

static void make_live(dlw_resolution *r, uint32_t number) {
  if (r->files[number].live)
    return;
  r->files[number].live = true;
  r->queue[r->queued++] = number;
}

/* Names the command line refers to. */
static bool refer(dlw_ctx *cx, dlw_resolution *r, const char *text) {
  uint32_t id = name_id(cx, r, dlw_str_of(text));
  if (id == UINT32_MAX)
    return false;
  r->names[id].regular = true;
  if (r->names[id].lazy_definer)
    make_live(r, r->names[id].lazy_definer - 1);
  return true;
}

static bool refer_all(dlw_ctx *cx, dlw_resolution *r, const dlw_strings *list) {
  for (uint32_t i = 0; i < list->count; i++)
    if (!refer(cx, r, list->items[i]))
      return false;
  return true;
}

/* Draws lazy files in until nothing more is needed. */
static void extract(dlw_resolution *r) {
  for (uint32_t next = 0; next < r->queued; next++) {
    file *f = &r->files[r->queue[next]];
    for (uint32_t i = 0; i < f->use_count; i++) {
      name *n = &r->names[f->uses[i].name];
      if (f->uses[i].flags == 0 && n->lazy_definer && !n->definer)
        make_live(r, n->lazy_definer - 1);
    }
  }
}

/* Decides which definitions prevail, among live files. */
static void prevail(dlw_resolution *r, uint32_t count) {
  for (int shared = 0; shared < 2; shared++)
    for (uint32_t k = 0; k < count; k++) {
      const file *f = &r->files[k];
      if (!f->live || f->shared != shared)
        continue;
      for (uint32_t i = 0; i < f->use_count; i++) {
        name *n = &r->names[f->uses[i].name];
        bool strong = !(f->uses[i].flags & WEAK);
        if (!(f->uses[i].flags & DEFINED)) {
          n->regular |= !f->input->claimed;
        } else if (!n->definer || (strong && !n->strong && !shared)) {
          n->definer = k + 1;
          n->strong = strong;
        }
      }
    }
}

static dlw_resolution *resolve(dlw_run *run) {
  dlw_ctx *cx = &run->cx;
  dlw_resolution *r = dlw_alloc(cx, 1, sizeof *r);
  if (!r)
    return NULL;
  r->files = dlw_alloc(cx, run->input_count, sizeof *r->files);
  r->queue = dlw_alloc(cx, run->input_count, sizeof *r->queue);
  if (!r->files || !r->queue)
    return NULL;
  for (uint32_t k = 0; k < run->input_count; k++) {
    file *f = &r->files[k];
    f->input = run->inputs[k];
    dlw_kind kind = dlw_kind_of(f->input->data);
    bool ok = true;
    if (f->input->claimed)
      ok = uses_of_claimed(cx, r, f);
    else if (kind == DLW_KIND_OBJECT)
      ok = uses_of_object(run, r, f);
    else if (kind == DLW_KIND_SHARED)
      ok = uses_of_shared(run, r, f);
    else
      r->opaque |= kind == DLW_KIND_BITCODE;
    if (!ok)
      return NULL;
    for (uint32_t i = 0; i < f->use_count; i++) {
      name *n = &r->names[f->uses[i].name];
      if (!(f->uses[i].flags & DEFINED))
        continue;
      /* `definer` for now says: no lazy file is needed for it. */
      if (!f->input->lazy && !f->shared)
        n->definer = k + 1;
      else if (!f->shared && !n->lazy_definer)
        n->lazy_definer = k + 1;
    }
  }
  for (uint32_t k = 0; k < run->input_count; k++)
    if (!r->files[k].input->lazy || r->files[k].shared)
      make_live(r, k);
  const dlw_cmdline *line = &run->line;
  if ((line->entry && !refer(cx, r, line->entry)) ||
      !refer_all(cx, r, &line->undefined) ||
      !refer_all(cx, r, &line->exports) ||
      !refer_all(cx, r, &line->exports_if_defined))
    return NULL;
  extract(r);
  for (uint32_t i = 0; i < r->ids.count; i++)
    r->names[i].definer = 0;
  prevail(r, run->input_count);
  return r;
}

static int resolution(const dlw_run *run, const dlw_resolution *r,
                      const file *f, const struct ld_plugin_symbol *s,
                      const name *n, int version) {
  if (!n->definer)
    return LDPR_UNDEF;
  const file *definer = &r->files[n->definer - 1];
  if (s->def == LDPK_UNDEF || s->def == LDPK_WEAKUNDEF)
    return definer->shared           ? LDPR_RESOLVED_DYN
           : definer->input->claimed ? LDPR_RESOLVED_IR
                                     : LDPR_RESOLVED_EXEC;
  if (definer != f)
    return definer->input->claimed ? LDPR_PREEMPTED_IR : LDPR_PREEMPTED_REG;
  if (n->regular || r->opaque)
    return LDPR_PREVAILING_DEF;
  bool visible =
      s->visibility == LDPV_DEFAULT || s->visibility == LDPV_PROTECTED;
  bool escapes = run->line.relocatable || (run->line.export_dynamic && visible);
  if (!escapes)
    return LDPR_PREVAILING_DEF_IRONLY;
  return version == 1 ? LDPR_PREVAILING_DEF : LDPR_PREVAILING_DEF_IRONLY_EXP;
}

enum ld_plugin_status dlw_symbols_get(dlw_run *run, dlw_input *input, int count,
                                      struct ld_plugin_symbol *out,
                                      int version) {
  if (count < 0 || count > input->symbol_count)
    return LDPS_NO_SYMS;
  if (!run->resolution)
    run->resolution = resolve(run);
  dlw_resolution *r = run->resolution;
  if (!r)
    return LDPS_ERR;
  const file *f = NULL;
  for (uint32_t k = 0; k < run->input_count && !f; k++)
    if (run->inputs[k] == input)
      f = &r->files[k];
  if (!f)
    return LDPS_BAD_HANDLE;
  if (!f->live && version >= 3)
    return LDPS_NO_SYMS;
  for (int i = 0; i < count; i++) {
    const struct ld_plugin_symbol *s = &input->symbols[i];
    const name *n = &r->names[f->uses[i].name];
    out[i].resolution =
        f->live ? resolution(run, r, f, s, n, version) : LDPR_PREEMPTED_REG;
  }
  return LDPS_OK;
}
