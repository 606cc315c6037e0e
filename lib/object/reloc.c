/* Relocations: the "reloc.*" sections of Linking.md.

   Offsets count from the start of the target section's contents; a custom
   section's begin after its name (LLVM's reader and writer agree on that).
   LLVM wants them in ascending order, and applies them chunk by chunk (a
   function's instructions, a segment's data) without a look at the chunk's end,
   so each must lie within one chunk. */
#include "object/private.h"

enum { TYPE = 6 }; /* beyond the DLW_SYM_* kinds: the index is a type's */

static const struct {
  uint8_t width;
  uint8_t addend_bits; /* 0: none */
  uint8_t kinds;       /* mask of symbol kinds; 1 << TYPE */
  const char *name;
} types[DLW_RELOC_TYPE_COUNT] = {
#define FUNCTION (1 << DLW_SYM_FUNCTION)
#define DATA (1 << DLW_SYM_DATA)
#define GLOBAL (1 << DLW_SYM_GLOBAL)
#define SECTION (1 << DLW_SYM_SECTION)
#define TAG (1 << DLW_SYM_TAG)
#define TABLE (1 << DLW_SYM_TABLE)
#define TYPE (1 << TYPE)
/* The 64-bit types are those that patch 8 or 10 bytes. */
#define X(number, name, width, addend, refers)                                 \
  [number] = {width, (addend) ? ((width) >= 8 ? 64 : 32) : 0, refers,          \
              "R_WASM_" #name},
    DLW_RELOC_TYPES(X)
#undef X
#undef FUNCTION
#undef DATA
#undef GLOBAL
#undef SECTION
#undef TAG
#undef TABLE
#undef TYPE
};

const char *dlw_reloc_name(uint8_t type) {
  return type < DLW_RELOC_TYPE_COUNT ? types[type].name : "unknown";
}

bool dlw_reloc_has_addend(uint8_t type) {
  return type < sizeof types / sizeof *types && types[type].addend_bits != 0;
}

dlw_reloc_iter dlw_relocs(const dlw_reloc_section *rs) {
  return (dlw_reloc_iter){rs->entries.p, rs->count};
}

bool dlw_reloc_next(dlw_reloc_iter *it, dlw_reloc *out) {
  if (it->left == 0)
    return false;
  it->left--;
  out->type = *it->p++;
  out->width = types[out->type].width;
  out->offset = dlw_leb_checked(&it->p);
  out->index = (uint32_t)dlw_leb_checked(&it->p);
  out->addend = types[out->type].addend_bits ? dlw_sleb_checked(&it->p) : 0;
  return true;
}

const dlw_reloc_section *dlw_object_relocs_for(const dlw_object *o,
                                               uint32_t section) {
  uint32_t number = o->edits->relocs_for[section];
  return number ? &o->relocs[number - 1] : NULL;
}

/* The chunks of the target section, in step with ascending offsets. */
typedef struct chunks {
  uint8_t id;
  uint32_t next, count;
  const dlw_module *module;
  uint64_t start, end; /* of the chunk at hand */
} chunks;

static void next_chunk(chunks *k) {
  if (k->id == DLW_SEC_CODE) {
    const dlw_code *code = &k->module->codes[k->next++];
    k->start = code->body_offset + code->locals;
    k->end = code->body_offset + code->body.n;
  } else {
    const dlw_segment *segment = &k->module->segments[k->next++];
    k->start = segment->body_offset;
    k->end = k->start + segment->data.n;
  }
}

static bool refers(const dlw_cursor *c, const dlw_object *o, uint8_t type,
                   uint32_t index) {
  static const char *const kinds[] = {"function", "data", "global",
                                      "section",  "tag",  "table"};
  if (types[type].kinds == 1 << TYPE) {
    if (index < o->module.type_count)
      return true;
    return dlw_cursor_fail(c, "type index %u is out of range", index);
  }
  if (index >= o->symbol_count)
    return dlw_cursor_fail(c, "symbol index %u is out of range", index);
  uint8_t kind = o->symbols[index].kind;
  /* A global's index may be that of the GOT entry of a function or datum. */
  if (types[type].kinds >> kind & 1 ||
      (type == DLW_R_GLOBAL_INDEX_LEB &&
       (kind == DLW_SYM_FUNCTION || kind == DLW_SYM_DATA)))
    return true;
  return dlw_cursor_fail(c, "%s cannot refer to %s symbol %u", types[type].name,
                         kinds[kind], index);
}

static bool read_entry(dlw_cursor *c, const dlw_object *o, chunks *k,
                       uint32_t *previous) {
  const uint8_t *start = c->p;
  uint8_t type;
  uint32_t offset, index;
  int64_t addend;
  if (!dlw_cursor_u8(c, "type", &type))
    return false;
  if (__builtin_expect(type >= DLW_RELOC_TYPE_COUNT, 0))
    return dlw_cursor_fail_at(c, start, "type %u is unknown", type);
  if (!dlw_cursor_u32(c, "offset", &offset) ||
      !dlw_cursor_u32(c, "index", &index) || !refers(c, o, type, index))
    return false;
  if (types[type].addend_bits) {
    if (c->p < c->end && *c->p < 0x80)
      c->p++;
    else if (!dlw_cursor_signed(c, "addend", types[type].addend_bits, &addend))
      return false;
  }
  if (__builtin_expect(offset < *previous, 0))
    return dlw_cursor_fail_at(c, start, "offset %u is out of order", offset);
  *previous = offset;
  while (offset >= k->end && k->next < k->count)
    next_chunk(k);
  if (__builtin_expect(offset < k->start || offset > k->end ||
                           types[type].width > k->end - offset,
                       0))
    return dlw_cursor_fail_at(
        c, start, "offset %u and the %u bytes there are not within %s", offset,
        types[type].width,
        k->id == DLW_SEC_CODE   ? "a function's instructions"
        : k->id == DLW_SEC_DATA ? "a segment's data"
                                : "the section");
  return true;
}

bool dlw_read_relocs(dlw_cursor *c, dlw_object *o, uint32_t section) {
  const dlw_module *m = &o->module;
  dlw_reloc_section *rs = &o->relocs[o->reloc_count];
  const uint8_t *at = c->p;
  uint32_t previous = 0;
  if (section < o->linking)
    return dlw_cursor_fail_at(c, m->sections[section].start,
                              "the section stands before \"linking\"");
  rs->section = section;
  if (!dlw_cursor_u32(c, "section", &rs->target))
    return false;
  if (rs->target >= section)
    return dlw_cursor_fail_at(c, at, "section %u is out of range", rs->target);
  const dlw_section *target = &m->sections[rs->target];
  if ((target->id != DLW_SEC_CUSTOM && target->id != DLW_SEC_CODE &&
       target->id != DLW_SEC_DATA) ||
      dlw_section_is_metadata(target))
    return dlw_cursor_fail_at(c, at, "section %u cannot be relocated",
                              rs->target);
  if (dlw_object_relocs_for(o, rs->target))
    return dlw_cursor_fail_at(c, at, "section %u has relocations already",
                              rs->target);
  if (!dlw_cursor_count(c, "count", 3, &rs->count))
    return false;
  chunks k = {.id = target->id, .module = m};
  if (target->id == DLW_SEC_CODE)
    k.count = m->defined[DLW_EXT_FUNCTION];
  else if (target->id == DLW_SEC_DATA)
    k.count = m->segment_count;
  else
    k.end = target->payload.n;
  const uint8_t *entries = c->p;
  c->item = "relocation";
  for (uint32_t i = 0; i < rs->count; i++) {
    c->number = i;
    if (!read_entry(c, o, &k, &previous))
      return false;
  }
  c->item = NULL;
  rs->entries = (dlw_bytes){entries, (size_t)(c->p - entries)};
  o->edits->relocs_for[rs->target] = ++o->reloc_count;
  return dlw_cursor_done(c);
}
