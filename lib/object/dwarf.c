/* Lifting DWARF: addresses, offsets, and the writing of it; see dwarf.h. */
#include "object/dwarf-private.h"

#include <stdlib.h>

static const char *const names[] = {
#define X(id, name) name,
    DLW_DWARF_PARTS(X)
#undef X
};

bool dlw_dw_unit(dlw_dwarf_reader *r, dlw_dwarf_reader *unit) {
  uint64_t length = dlw_dw_u(r, 4);
  if (r->bad || length >= 0xfffffff0 || length > dlw_dw_left(r))
    return false;
  *unit = (dlw_dwarf_reader){r->p, r->p + length, false};
  r->p = unit->end;
  return true;
}

/* --- What is found --- */

bool dlw_dw_reloc(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *at,
                  uint8_t type, uint32_t symbol, int64_t addend) {
  dlw_dwarf_part *part = &d->parts[id];
  dlw_dwarf_reloc r = {.offset = (uint32_t)(at - part->bytes.p),
                       .symbol = symbol,
                       .addend = addend,
                       .type = type};
  dlw_buf_bytes(&part->relocs, &r, sizeof r);
  return dlw_buf_ok(&part->relocs) || dlw_out_of_memory(d->l->cx);
}

bool dlw_dw_offset(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *at,
                   dlw_dwarf_id target) {
  const dlw_dwarf_part *part = &d->parts[target];
  uint64_t value = dlw_dw_peek(at, 4);
  bool strings = target == DLW_DW_STR || target == DLW_DW_LINE_STR;
  /* The linker merges strings, so that an offset must be that of one. */
  if (!part->bytes.p || value > part->bytes.n ||
      (strings && value == part->bytes.n))
    return false;
  return dlw_dw_reloc(d, id, at, DLW_R_SECTION_OFFSET_I32, part->symbol,
                      (int64_t)value);
}

bool dlw_dw_dead(const struct dlw_dwarf *d, uint64_t address) {
  return address >= d->highest - 1;
}

uint32_t dlw_dw_function(const struct dlw_dwarf *d, uint64_t address) {
  const dlw_lifter *l = d->l;
  uint32_t low = 0, high = l->m.defined[DLW_EXT_FUNCTION];
  if (!high || address < l->places[0].before ||
      address > (uint64_t)l->places[high - 1].before + l->places[high - 1].size)
    return DLW_NONE;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (address < l->places[middle].before)
      high = middle;
    else
      low = middle;
  }
  return low;
}

/* The address at `at` as one of, or behind, function `number`; nothing in that
   may have moved. The linker's own functions do, but nobody describes them. */
static bool code_reloc(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *at,
                       uint32_t number) {
  const dlw_lifter *l = d->l;
  uint32_t function = l->m.imported[DLW_EXT_FUNCTION] + number;
  return l->places[number].same &&
         dlw_dw_reloc(
             d, id, at,
             d->word == 8 ? DLW_R_FUNCTION_OFFSET_I64
                          : DLW_R_FUNCTION_OFFSET_I32,
             l->functions[function],
             (int64_t)(dlw_dw_peek(at, d->word) - l->places[number].before));
}

/* 0 is never code's: it is what a unit with several ranges starts from. */
bool dlw_dw_code(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *at) {
  uint64_t address = dlw_dw_peek(at, d->word);
  if (!address || dlw_dw_dead(d, address))
    return true;
  uint32_t number = dlw_dw_function(d, address);
  return number != DLW_NONE && code_reloc(d, id, at, number);
}

bool dlw_dw_code_pair(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *low,
                      const uint8_t *high) {
  uint64_t from = dlw_dw_peek(low, d->word), to = dlw_dw_peek(high, d->word);
  if (!from || dlw_dw_dead(d, from))
    return true;
  uint32_t number = dlw_dw_function(d, from);
  return number != DLW_NONE && to >= from &&
         dlw_dw_function(d, to) != DLW_NONE && code_reloc(d, id, low, number) &&
         code_reloc(d, id, high, number);
}

bool dlw_dw_data(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *at,
                 bool tls) {
  const dlw_lift_segment *s = tls ? &d->l->tls : &d->l->memory;
  uint64_t address = dlw_dw_peek(at, d->word);
  if (dlw_dw_dead(d, address))
    return true;
  return (!tls || s->bytes) && address <= s->size &&
         dlw_dw_reloc(d, id, at,
                      d->word == 8 ? DLW_R_MEMORY_ADDR_I64
                                   : DLW_R_MEMORY_ADDR_I32,
                      s->symbol, (int64_t)address);
}

bool dlw_dw_patch(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *at,
                  const uint8_t *bytes, size_t n) {
  dlw_dwarf_part *part = &d->parts[id];
  if (!part->copy.size)
    dlw_buf_bytes(&part->copy, part->bytes.p, part->bytes.n);
  if (!dlw_buf_ok(&part->copy))
    return dlw_out_of_memory(d->l->cx);
  memcpy(part->copy.data + (at - part->bytes.p), bytes, n);
  return true;
}

bool dlw_dw_address_kind(struct dlw_dwarf *d, uint32_t base, uint64_t index,
                         uint8_t kind) {
  size_t size = d->parts[DLW_DW_ADDR].bytes.n;
  if (base > size || index >= (size - base) / d->word || base % 4)
    return false;
  uint8_t *known = &d->addr_kinds[(base + index * d->word) / 4];
  if (*known != DLW_DW_UNUSED && *known != kind)
    return false;
  *known = kind;
  return true;
}

/* --- All of it --- */

static bool find_parts(struct dlw_dwarf *d) {
  const dlw_module *m = &d->l->m;
  for (uint32_t i = 0; i < m->section_count; i++) {
    const dlw_section *s = &m->sections[i];
    dlw_dwarf_part *part = NULL;
    if (s->id != DLW_SEC_CUSTOM || !dlw_str_starts(s->name, DLW_STR(".debug_")))
      continue;
    for (size_t k = 0; k < DLW_DW_COUNT; k++)
      if (dlw_str_eq(s->name, dlw_str_of(names[k])))
        part = &d->parts[k];
    if (!part || part->bytes.p || s->payload.n > UINT32_MAX)
      return false;
    part->bytes = s->payload;
    part->section = i;
    part->symbol = dlw_lift_symbol_add(
        d->l, (dlw_lift_symbol){
                  .kind = DLW_SYM_SECTION, .flags = DLW_SYM_LOCAL, .index = i});
    if (part->symbol == DLW_NONE)
      return false;
  }
  return true;
}

static bool strings_end(const struct dlw_dwarf *d, dlw_dwarf_id id) {
  dlw_bytes b = d->parts[id].bytes;
  return !b.n || b.p[b.n - 1] == 0;
}

static uint8_t *flags(struct dlw_dwarf *d, dlw_dwarf_id id, bool *ok) {
  uint8_t *p = calloc(d->parts[id].bytes.n + 1, 1);
  *ok &= p || dlw_out_of_memory(d->l->cx);
  return p;
}

static int by_offset(const void *a, const void *b) {
  const dlw_dwarf_reloc *x = a, *y = b;
  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* In order, one for each place. */
static bool sort(struct dlw_dwarf *d, dlw_dwarf_part *part) {
  dlw_dwarf_reloc *r = (dlw_dwarf_reloc *)(void *)part->relocs.data;
  size_t count = part->relocs.size / sizeof *r, kept = 0;
  bool sorted = true;
  for (size_t i = 1; i < count; i++)
    sorted &= r[i - 1].offset < r[i].offset;
  if (!sorted)
    qsort(r, count, sizeof *r, by_offset);
  for (size_t i = 0; i < count; i++) {
    const dlw_dwarf_reloc *last = kept ? &r[kept - 1] : NULL;
    unsigned width = 4;
    if (last && (last->type == DLW_R_FUNCTION_OFFSET_I64 ||
                 last->type == DLW_R_MEMORY_ADDR_I64))
      width = 8;
    if (last && last->offset == r[i].offset && last->type == r[i].type &&
        last->symbol == r[i].symbol && last->addend == r[i].addend)
      continue;
    if (last && r[i].offset - last->offset < width)
      return false;
    r[kept++] = r[i];
  }
  part->count = (uint32_t)kept;
  (void)d;
  return true;
}

static bool relocate(struct dlw_dwarf *d) {
  bool ok = find_parts(d) && strings_end(d, DLW_DW_STR) &&
            strings_end(d, DLW_DW_LINE_STR);
  if (!ok)
    return false;
  d->addr_kinds = flags(d, DLW_DW_ADDR, &ok);
  d->seen[0] = flags(d, DLW_DW_RANGES, &ok);
  d->seen[1] = flags(d, DLW_DW_LOC, &ok);
  ok = ok && dlw_dw_info(d, DLW_DW_INFO) && dlw_dw_info(d, DLW_DW_TYPES) &&
       dlw_dw_lists(d, DLW_DW_RNGLISTS) && dlw_dw_lists(d, DLW_DW_LOCLISTS) &&
       dlw_dw_tables(d);
  for (size_t i = 0; ok && i < DLW_DW_COUNT; i++)
    ok = sort(d, &d->parts[i]);
  return ok;
}

bool dlw_dwarf_lift(dlw_lifter *l) {
  if (!l->debug)
    return true;
  struct dlw_dwarf *d = dlw_alloc(l->cx, 1, sizeof *d);
  if (!d)
    return false;
  uint32_t symbols = l->symbol_count;
  uint64_t errors = l->cx->diag.errors;
  d->l = l;
  d->word = l->m.memory64 ? 8 : 4;
  d->highest = l->m.memory64 ? UINT64_MAX : UINT32_MAX;
  l->dwarf = d;
  if (relocate(d))
    return true;
  dlw_dwarf_free(l);
  l->symbol_count = symbols;
  return l->cx->diag.errors == errors;
}

void dlw_dwarf_free(dlw_lifter *l) {
  struct dlw_dwarf *d = l->dwarf;
  if (!d)
    return;
  for (size_t i = 0; i < DLW_DW_COUNT; i++) {
    dlw_buf_free(&d->parts[i].relocs);
    dlw_buf_free(&d->parts[i].copy);
  }
  free(d->addr_kinds);
  free(d->seen[0]);
  free(d->seen[1]);
  dlw_buf_free(&d->uses);
  dlw_buf_free(&d->abbrevs);
  dlw_buf_free(&d->ops);
  l->dwarf = NULL;
}

/* --- Writing --- */

bool dlw_dwarf_write(dlw_lifter *l, dlw_buf *out, uint32_t section,
                     uint32_t number) {
  struct dlw_dwarf *d = l->dwarf;
  for (size_t i = 0; d && i < DLW_DW_COUNT; i++) {
    const dlw_dwarf_part *part = &d->parts[i];
    if (!part->bytes.p || part->section != section)
      continue;
    size_t start = dlw_buf_open(out, DLW_SEC_CUSTOM);
    dlw_buf_name(out, dlw_str_of(names[i]));
    dlw_buf_bytes(out, part->copy.size ? part->copy.data : part->bytes.p,
                  part->bytes.n);
    dlw_buf_close(out, start);
    l->symbols[part->symbol].index = number;
    return true;
  }
  return false;
}

static void put_relocs(dlw_buf *out, const dlw_dwarf_part *part) {
  const dlw_dwarf_reloc *r = (const dlw_dwarf_reloc *)(void *)part->relocs.data;
  for (uint32_t i = 0; i < part->count; i++) {
    dlw_buf_u8(out, r[i].type);
    dlw_buf_uleb(out, r[i].offset);
    dlw_buf_uleb(out, r[i].symbol);
    if (r[i].type != DLW_R_GLOBAL_INDEX_I32)
      dlw_buf_sleb(out, r[i].addend);
  }
}

void dlw_dwarf_write_relocs(const dlw_lifter *l, dlw_buf *out) {
  const struct dlw_dwarf *d = l->dwarf;
  for (size_t i = 0; d && i < DLW_DW_COUNT; i++) {
    const dlw_dwarf_part *part = &d->parts[i];
    if (!part->count)
      continue;
    size_t start = dlw_buf_open(out, DLW_SEC_CUSTOM);
    dlw_buf_uleb(out, strlen("reloc.") + strlen(names[i]));
    dlw_buf_bytes(out, "reloc.", strlen("reloc."));
    dlw_buf_bytes(out, names[i], strlen(names[i]));
    dlw_buf_uleb(out, l->symbols[part->symbol].index);
    dlw_buf_uleb(out, part->count);
    put_relocs(out, part);
    dlw_buf_close(out, start);
  }
}
