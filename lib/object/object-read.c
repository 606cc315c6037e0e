/* Reading a relocatable object: the "linking" section and the rest of the
   custom sections that a linker looks into. Follows tool-conventions'
   Linking.md; where LLVM's reader is stricter, or aborts, we refuse too, since
   what passes here goes to the linker. */
#include "object/names.h"
#include "object/private.h"

#include <stdlib.h>

#include "support/map.h"

bool dlw_name_set_init(dlw_ctx *cx, dlw_name_set *set, uint32_t names) {
  uint64_t slots = 16;
  while (slots < (uint64_t)names * 2)
    slots *= 2;
  *set = (dlw_name_set){.mask = (uint32_t)(slots - 1)};
  if (slots > UINT32_MAX)
    return dlw_out_of_memory(cx);
  set->slots = calloc(slots, sizeof *set->slots);
  return set->slots || dlw_out_of_memory(cx);
}

bool dlw_name_set_add(dlw_name_set *set, dlw_str name) {
  static const char empty[] = "";
  if (name.n == 0)
    name.p = empty;
  uint32_t at = dlw_hash(name);
  for (;; at++) {
    dlw_str *slot = &set->slots[at & set->mask];
    if (!slot->p) {
      *slot = name;
      return true;
    }
    if (dlw_str_eq(*slot, name))
      return false;
  }
}

void dlw_name_set_done(dlw_name_set *set) { free(set->slots); }

bool dlw_section_is_metadata(const dlw_section *s) {
  static const char *const names[] = {"linking", "name",     "producers",
                                      "dylink",  "dylink.0", "target_features"};
  if (s->id != DLW_SEC_CUSTOM)
    return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (dlw_str_eq(s->name, dlw_str_of(names[i])))
      return true;
  return dlw_str_starts(s->name, DLW_STR("reloc."));
}

static dlw_cursor cursor_of(const dlw_reader *r, const dlw_section *s) {
  return (dlw_cursor){.p = s->payload.p,
                      .end = s->payload.p + s->payload.n,
                      .reader = r,
                      .section = s->name,
                      .unit = "section"};
}

bool dlw_subsection_done(dlw_cursor *c, uint32_t type) {
  c->item = "subsection";
  c->number = type;
  return dlw_cursor_done(c);
}

/* WASM_SEGMENT_INFO. */
static bool read_segment_infos(dlw_cursor *c, dlw_object *o) {
  const uint8_t *at = c->p;
  uint32_t count;
  if (!dlw_cursor_count(c, "count of segments", 3, &count))
    return false;
  if (count > o->module.segment_count)
    return dlw_cursor_fail_at(c, at,
                              "names of %u segments, of which there are %u",
                              count, o->module.segment_count);
  c->item = "segment";
  for (uint32_t i = 0; i < count; i++) {
    dlw_segment_info *info = &o->segment_infos[i];
    c->number = i;
    if (!dlw_cursor_name(c, "name", &info->name))
      return false;
    at = c->p;
    if (!dlw_cursor_u32(c, "alignment", &info->align) ||
        !dlw_cursor_u32(c, "flags", &info->flags))
      return false;
    if (info->align > 31)
      return dlw_cursor_fail_at(c, at, "alignment 2^%u is too large",
                                info->align);
  }
  return dlw_subsection_done(c, DLW_LINK_SEGMENT_INFO);
}

/* WASM_INIT_FUNCS. An undefined function may be a constructor too: LLVM writes
   what .init_array refers to. */
static bool read_inits(dlw_cursor *c, dlw_object *o) {
  uint32_t count;
  if (!dlw_cursor_count(c, "count of init functions", 2, &count))
    return false;
  o->inits = dlw_alloc(c->reader->cx, count, sizeof *o->inits);
  if (!o->inits)
    return false;
  o->init_count = count;
  c->item = "init function";
  for (uint32_t i = 0; i < count; i++) {
    dlw_init *init = &o->inits[i];
    c->number = i;
    if (!dlw_cursor_u32(c, "priority", &init->priority))
      return false;
    const uint8_t *at = c->p;
    if (!dlw_cursor_u32(c, "symbol index", &init->symbol))
      return false;
    if (init->symbol >= o->symbol_count)
      return dlw_cursor_fail_at(c, at, "symbol index %u is out of range",
                                init->symbol);
    if (o->symbols[init->symbol].kind != DLW_SYM_FUNCTION)
      return dlw_cursor_fail_at(c, at, "symbol %u is not a function",
                                init->symbol);
  }
  return dlw_subsection_done(c, DLW_LINK_INIT_FUNCS);
}

static bool read_subsection(dlw_cursor *c, dlw_object *o,
                            const dlw_subsection *sub) {
  dlw_cursor inner = *c;
  inner.p = sub->body.p;
  inner.end = sub->body.p + sub->body.n;
  inner.unit = "subsection";
  switch (sub->type) {
  case DLW_LINK_SEGMENT_INFO:
    return read_segment_infos(&inner, o);
  case DLW_LINK_INIT_FUNCS:
    return read_inits(&inner, o);
  case DLW_LINK_COMDAT_INFO:
    return dlw_read_comdats(&inner, o);
  case DLW_LINK_SYMBOL_TABLE:
    return dlw_read_symbols(&inner, o);
  default:
    return true; /* kept as it is */
  }
}

static bool read_linking(dlw_cursor *c, dlw_object *o) {
  struct dlw_object_edits *e = o->edits;
  const uint8_t *at = c->p;
  uint32_t version, seen = 0, room = 0;
  if (!dlw_cursor_u32(c, "version", &version))
    return false;
  if (version != 2)
    return dlw_cursor_fail_at(c, at, "version is %u, not 2", version);
  while (c->p < c->end) {
    dlw_subsection sub = {.start = c->p};
    uint32_t size;
    c->item = "subsection";
    if (!dlw_cursor_u8(c, "type", &sub.type))
      return false;
    c->number = sub.type;
    if (!dlw_cursor_u32(c, "size", &size))
      return false;
    sub.size_width = (uint8_t)(c->p - sub.start - 1);
    if (!dlw_cursor_bytes(c, "body", size, &sub.body))
      return false;
    if (sub.type >= DLW_LINK_SEGMENT_INFO &&
        sub.type <= DLW_LINK_SYMBOL_TABLE) {
      if (seen & 1u << sub.type)
        return dlw_cursor_fail_at(c, sub.start, "there is one before it");
      seen |= 1u << sub.type;
    }
    if (!dlw_grow(c->reader->cx, &e->subsections, e->subsection_count, &room,
                  sizeof *e->subsections))
      return false;
    e->subsections[e->subsection_count++] = sub;
    if (!read_subsection(c, o, &sub))
      return false;
  }
  c->item = NULL;
  return true;
}

static bool read_features(dlw_cursor *c, dlw_object *o) {
  uint32_t count;
  if (!dlw_cursor_count(c, "count", 2, &count))
    return false;
  o->features = dlw_alloc(c->reader->cx, count, sizeof *o->features);
  if (!o->features)
    return false;
  o->feature_count = count;
  c->item = "feature";
  for (uint32_t i = 0; i < count; i++) {
    dlw_feature *f = &o->features[i];
    c->number = i;
    if (!dlw_cursor_u8(c, "prefix", &f->prefix))
      return false;
    if (f->prefix != '+' && f->prefix != '-' && f->prefix != '=')
      return dlw_cursor_fail_at(c, c->p - 1, "prefix 0x%02x is unknown",
                                f->prefix);
    if (!dlw_cursor_name(c, "name", &f->name))
      return false;
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}

/* Only its structure: LLVM aborts where a string runs out. */
static bool check_producers(dlw_cursor *c) {
  uint32_t fields, values;
  dlw_str ignored;
  if (!dlw_cursor_count(c, "count", 2, &fields))
    return false;
  c->item = "field";
  for (uint32_t i = 0; i < fields; i++) {
    c->number = i;
    if (!dlw_cursor_name(c, "name", &ignored) ||
        !dlw_cursor_count(c, "count of values", 2, &values))
      return false;
    while (values--)
      if (!dlw_cursor_name(c, "value", &ignored) ||
          !dlw_cursor_name(c, "version", &ignored))
        return false;
  }
  c->item = NULL;
  return dlw_cursor_done(c);
}

/* Where "linking" is. It follows all that its indices speak of. */
static bool find_linking(const dlw_reader *r, dlw_object *o) {
  const dlw_module *m = &o->module;
  uint32_t last_known = 0;
  o->linking = DLW_NONE;
  for (uint32_t i = 0; i < m->section_count; i++) {
    const dlw_section *s = &m->sections[i];
    if (s->id != DLW_SEC_CUSTOM) {
      last_known = i;
      continue;
    }
    if (!dlw_str_eq(s->name, DLW_STR("linking")))
      continue;
    if (o->linking != DLW_NONE) {
      dlw_cursor c = cursor_of(r, s);
      return dlw_cursor_fail_at(&c, s->start, "a second linking section");
    }
    o->linking = i;
  }
  if (o->linking == DLW_NONE)
    return dlw_error(r->cx, r->where,
                     "%s where a WebAssembly object is needed (it has no "
                     "\"linking\" section)",
                     dlw_kind_name(dlw_kind_of(m->input)));
  if (o->linking < last_known) {
    const dlw_section *s = &m->sections[o->linking];
    dlw_cursor c = cursor_of(r, s);
    return dlw_cursor_fail_at(&c, s->start,
                              "the section stands before section %u, which it "
                              "should follow",
                              last_known);
  }
  return true;
}

static bool read_custom(const dlw_reader *r, dlw_object *o, uint32_t number) {
  const dlw_section *s = &o->module.sections[number];
  dlw_cursor c = cursor_of(r, s);
  if (dlw_str_starts(s->name, DLW_STR("reloc.")))
    return dlw_read_relocs(&c, o, number);
  if (dlw_str_eq(s->name, DLW_STR("target_features"))) {
    if (o->features)
      return dlw_cursor_fail_at(&c, s->start, "there is one before it");
    return read_features(&c, o);
  }
  if (dlw_str_eq(s->name, DLW_STR("name")))
    return dlw_names_read(&c, &o->module, DLW_NAME_FUNCTION, NULL);
  if (dlw_str_eq(s->name, DLW_STR("producers")))
    return check_producers(&c);
  return true;
}

static bool read_to_linking(dlw_ctx *cx, const dlw_where *where,
                            dlw_bytes input, bool codes, dlw_object *o) {
  *o = (dlw_object){.linking = DLW_NONE};
  if (!dlw_module_read_parts(cx, where, input, codes, &o->module))
    return false;
  dlw_module *m = &o->module;
  dlw_reader r = {cx, &m->where, input.p, false};
  o->edits = dlw_alloc(cx, 1, sizeof *o->edits);
  o->segment_infos = dlw_alloc(cx, m->segment_count, sizeof *o->segment_infos);
  if (!o->edits || !o->segment_infos || !find_linking(&r, o))
    return false;
  dlw_cursor c = cursor_of(&r, &m->sections[o->linking]);
  if (!read_linking(&c, o))
    return false;
  dlw_assign_comdats(o);
  o->edits->input_symbols = o->edits->symbol_room = o->symbol_count;
  return true;
}

bool dlw_object_read_symbols(dlw_ctx *cx, const dlw_where *where,
                             dlw_bytes input, dlw_object *o) {
  return read_to_linking(cx, where, input, false, o);
}

bool dlw_object_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                     dlw_object *o) {
  if (!read_to_linking(cx, where, input, true, o))
    return false;
  const dlw_module *m = &o->module;
  dlw_reader r = {cx, &m->where, input.p, false};
  uint32_t relocs = 0;
  for (uint32_t i = 0; i < m->section_count; i++)
    relocs += m->sections[i].id == DLW_SEC_CUSTOM &&
              dlw_str_starts(m->sections[i].name, DLW_STR("reloc."));
  o->relocs = dlw_alloc(cx, relocs, sizeof *o->relocs);
  o->edits->relocs_for = dlw_alloc(cx, m->section_count, sizeof(uint32_t));
  if (!o->relocs || !o->edits->relocs_for)
    return false;
  for (uint32_t i = 0; i < m->section_count; i++)
    if (m->sections[i].id == DLW_SEC_CUSTOM && !read_custom(&r, o, i))
      return false;
  return true;
}
