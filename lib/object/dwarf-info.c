/* Lifting DWARF: .debug_info and .debug_types (DWARF 5, "Debugging Information
   Format"), entry by entry.

   An abbreviation becomes a list of steps that say how to pass over an entry's
   attributes and which of them have to be relocated; what takes no bytes is no
   step, so that work is bounded by the bytes that are read. */
#include "object/dwarf-private.h"

#include <stdlib.h>

enum {
  TAG_TEMPLATE_VALUE = 0x30,
  TAG_SUBROUTINE_TYPE = 0x15,
  TAG_PTR_TO_MEMBER = 0x1f,
};

enum {
  AT_LOW_PC = 0x11,
  AT_TYPE = 0x49,
  AT_ADDR_BASE = 0x73,
  AT_LOCLISTS_BASE = 0x8c,
};

typedef enum op_kind {
  OP_SKIP, /* `size` bytes */
  OP_LEB,
  OP_STRING,
  OP_BLOCK, /* its length has `size` bytes; 0: a LEB128 */
  OP_EXPR,  /* the same */
  OP_ADDRESS,
  OP_INDEX,        /* of an address in .debug_addr; as OP_BLOCK's length */
  OP_INDEX_OFFSET, /* that, and four bytes */
  OP_OFFSET,       /* four bytes, into section `target` */
  OP_LIST,         /* the same, of a list to be read */
  OP_TYPE,         /* a reference within the unit; size as OP_BLOCK's length */
  OP_TYPE_FAR,     /* into the section */
} op_kind;

typedef struct step {
  uint8_t op;     /* op_kind */
  uint8_t target; /* dlw_dwarf_id */
  uint16_t attribute;
  uint32_t size;
} step;

typedef struct abbrev {
  uint64_t code, tag;
  uint32_t first, count; /* steps */
} abbrev;

/* --- Abbreviations --- */

/* What an offset into another section is into, by attribute; COUNT where that
   is not known. */
static step offset_step(uint64_t attribute, unsigned version) {
  bool five = version >= 5;
  step s = {.op = OP_OFFSET, .target = DLW_DW_COUNT, .size = 4};
  switch (attribute) {
  case 0x10: /* stmt_list */
    s.target = DLW_DW_LINE;
    break;
  case 0x2c: /* start_scope */
  case 0x55: /* ranges */
    s.op = five ? OP_OFFSET : OP_LIST;
    s.target = five ? DLW_DW_RNGLISTS : DLW_DW_RANGES;
    break;
  case 0x43: /* macro_info */
    s.target = DLW_DW_MACINFO;
    break;
  case 0x79:   /* macros */
  case 0x2119: /* GNU_macros */
    s.target = DLW_DW_MACRO;
    break;
  case 0x72: /* str_offsets_base */
    s.target = DLW_DW_STR_OFFSETS;
    break;
  case AT_ADDR_BASE:
    s.target = DLW_DW_ADDR;
    break;
  case 0x74: /* rnglists_base */
    s.target = DLW_DW_RNGLISTS;
    break;
  case AT_LOCLISTS_BASE:
    s.target = DLW_DW_LOCLISTS;
    break;
  case 0x02: /* location */
  case 0x19: /* string_length */
  case 0x2a: /* return_addr */
  case 0x38: /* data_member_location */
  case 0x40: /* frame_base */
  case 0x46: /* segment */
  case 0x48: /* static_link */
  case 0x4a: /* use_location */
  case 0x4d: /* vtable_elem_location */
    s.op = OP_LIST;
    s.target = five ? DLW_DW_LOCLISTS : DLW_DW_LOC;
    break;
  }
  return s;
}

/* Bytes of a form without anything to relocate, or 0. */
static unsigned fixed_size(uint64_t form) {
  switch (form) {
  case 0x0b: /* data1 */
  case 0x0c: /* flag */
  case 0x11: /* ref1 */
  case 0x25: /* strx1 */
    return 1;
  case 0x05: /* data2 */
  case 0x12: /* ref2 */
  case 0x26: /* strx2 */
    return 2;
  case 0x27: /* strx3 */
    return 3;
  case 0x06: /* data4 */
  case 0x13: /* ref4 */
  case 0x28: /* strx4 */
    return 4;
  case 0x07: /* data8 */
  case 0x14: /* ref8 */
  case 0x20: /* ref_sig8 */
    return 8;
  case 0x1e: /* data16 */
    return 16;
  default:
    return 0;
  }
}

static bool other_form(const struct dlw_dwarf *d, uint64_t form,
                       uint64_t attribute, unsigned version, step *s) {
  switch (form) {
  case 0x01: /* addr */
    *s = (step){.op = OP_ADDRESS, .size = d->word};
    return true;
  case 0x03: /* block2 */
    *s = (step){.op = OP_BLOCK, .size = 2};
    return true;
  case 0x04: /* block4 */
    *s = (step){.op = OP_BLOCK, .size = 4};
    return true;
  case 0x09: /* block */
    *s = (step){.op = OP_BLOCK};
    return true;
  case 0x0a: /* block1 */
    *s = (step){.op = OP_BLOCK, .size = 1};
    return true;
  case 0x08: /* string */
    *s = (step){.op = OP_STRING};
    return true;
  case 0x0d: /* sdata */
  case 0x0f: /* udata */
  case 0x15: /* ref_udata */
  case 0x1a: /* strx */
  case 0x22: /* loclistx */
  case 0x23: /* rnglistx */
    *s = (step){.op = OP_LEB};
    return true;
  case 0x0e: /* strp */
    *s = (step){.op = OP_OFFSET, .target = DLW_DW_STR, .size = 4};
    return true;
  case 0x1f: /* line_strp */
    *s = (step){.op = OP_OFFSET, .target = DLW_DW_LINE_STR, .size = 4};
    return true;
  case 0x10: /* ref_addr */
    *s = (step){.op = OP_OFFSET, .target = DLW_DW_INFO, .size = 4};
    return true;
  case 0x17: /* sec_offset */
    *s = offset_step(attribute, version);
    return s->target != DLW_DW_COUNT;
  case 0x18: /* exprloc */
    *s = (step){.op = OP_EXPR};
    return true;
  case 0x1b: /* addrx */
    *s = (step){.op = OP_INDEX};
    return true;
  case 0x29: /* addrx1 */
  case 0x2a:
  case 0x2b:
  case 0x2c: /* addrx4 */
    *s = (step){.op = OP_INDEX, .size = (uint32_t)form - 0x28};
    return true;
  case 0x2001: /* LLVM_addrx_offset */
    *s = (step){.op = OP_INDEX_OFFSET};
    return true;
  default:
    return false;
  }
}

/* The step for one attribute. */
static bool compile(const struct dlw_dwarf *d, uint64_t form,
                    uint64_t attribute, unsigned version, step *s) {
  unsigned size = fixed_size(form);
  if (size)
    *s = (step){.op = OP_SKIP, .size = size};
  else if (!other_form(d, form, attribute, version, s))
    return false;
  if (attribute == AT_TYPE && (form == 0x15 || (form >= 0x11 && form <= 0x14)))
    s->op = OP_TYPE; /* size: 0 where it is a LEB128 */
  else if (attribute == AT_TYPE && form == 0x10)
    s->op = OP_TYPE_FAR;
  s->attribute = (uint16_t)attribute;
  return true;
}

static int by_code(const void *a, const void *b) {
  const abbrev *x = a, *y = b;
  return x->code < y->code ? -1 : x->code > y->code;
}

static bool add_step(struct dlw_dwarf *d, abbrev *a, step s) {
  step *last = (step *)(void *)(d->ops.data + d->ops.size);
  if (a->count && s.op == OP_SKIP && last[-1].op == OP_SKIP &&
      last[-1].size < 1u << 20) {
    last[-1].size += s.size;
    return true;
  }
  dlw_buf_bytes(&d->ops, &s, sizeof s);
  a->count++;
  return dlw_buf_ok(&d->ops) || dlw_out_of_memory(d->l->cx);
}

static bool read_abbrev(struct dlw_dwarf *d, dlw_dwarf_reader *r,
                        unsigned version, abbrev *a) {
  a->tag = dlw_dw_leb(r);
  dlw_dw_skip(r, 1); /* has children */
  a->first = (uint32_t)(d->ops.size / sizeof(step));
  for (;;) {
    uint64_t attribute = dlw_dw_leb(r), form = dlw_dw_leb(r);
    step s;
    if (r->bad)
      return false;
    if (!attribute && !form)
      return true;
    if (form == 0x21) /* implicit_const: in the abbreviation */
      dlw_dw_leb(r);
    else if (form != 0x19 && /* flag_present */
             (attribute > UINT16_MAX ||
              !compile(d, form, attribute, version, &s) || !add_step(d, a, s)))
      return false;
  }
}

/* The table at `offset`, by code. A table that many units have is read once in
   a row; more work than that many linked objects make is refused. */
static bool read_abbrevs(struct dlw_dwarf *d, uint64_t offset,
                         unsigned version) {
  dlw_bytes b = d->parts[DLW_DW_ABBREV].bytes;
  if (offset >= b.n)
    return false;
  dlw_dwarf_reader r = {b.p + offset, b.p + b.n, false};
  bool sorted = true;
  d->abbrevs.size = d->ops.size = 0;
  for (uint64_t last = 0;;) {
    abbrev a = {.code = dlw_dw_leb(&r)};
    if (r.bad)
      return false;
    if (!a.code)
      break;
    if (!read_abbrev(d, &r, version, &a))
      return false;
    dlw_buf_bytes(&d->abbrevs, &a, sizeof a);
    sorted &= a.code > last;
    last = a.code;
  }
  d->abbrev_work += (size_t)(r.p - b.p) - offset;
  if (!dlw_buf_ok(&d->abbrevs))
    return dlw_out_of_memory(d->l->cx);
  if (!sorted)
    qsort(d->abbrevs.data, d->abbrevs.size / sizeof(abbrev), sizeof(abbrev),
          by_code);
  return d->abbrev_work <= b.n * 16 + (1 << 20);
}

static const abbrev *find_abbrev(const struct dlw_dwarf *d, uint64_t code) {
  const abbrev *all = (const abbrev *)(const void *)d->abbrevs.data;
  size_t count = d->abbrevs.size / sizeof *all;
  if (code && code <= count && all[code - 1].code == code)
    return &all[code - 1];
  abbrev key = {.code = code};
  return count ? bsearch(&key, all, count, sizeof *all, by_code) : NULL;
}

static const step *steps_of(const struct dlw_dwarf *d, const abbrev *a) {
  return (const step *)(const void *)d->ops.data + a->first;
}

/* --- Attributes --- */

static uint64_t number(dlw_dwarf_reader *r, unsigned size) {
  return size ? dlw_dw_u(r, size) : dlw_dw_leb(r);
}

/* Passes over an attribute; what number it was, if that is what it is, or
   what its contents are. */
static uint64_t pass(const step *s, dlw_dwarf_reader *r,
                     dlw_dwarf_reader *block) {
  uint64_t n;
  switch (s->op) {
  case OP_LEB:
    return dlw_dw_leb(r);
  case OP_STRING:
    dlw_dw_string(r);
    return 0;
  case OP_BLOCK:
  case OP_EXPR:
    n = number(r, s->size);
    *block = (dlw_dwarf_reader){r->p, r->p, false};
    dlw_dw_skip(r, n);
    block->end = r->p;
    return 0;
  case OP_INDEX:
  case OP_TYPE:
    return number(r, s->size);
  case OP_INDEX_OFFSET:
    n = dlw_dw_leb(r);
    dlw_dw_skip(r, 4);
    return n;
  case OP_ADDRESS:
  case OP_OFFSET:
  case OP_LIST:
  case OP_TYPE_FAR:
    return dlw_dw_u(r, s->size);
  default:
    dlw_dw_skip(r, s->size);
    return 0;
  }
}

/* The tag of the entry at `offset` in the unit, and the type it has. */
static bool entry_type(struct dlw_dwarf *d, const dlw_dwarf_unit *u,
                       uint64_t offset, uint64_t *tag, uint64_t *type) {
  dlw_dwarf_reader block;
  if (offset >= (uint64_t)(u->end - u->start))
    return false;
  dlw_dwarf_reader r = {u->start + offset, u->end, false};
  const abbrev *a = find_abbrev(d, dlw_dw_leb(&r));
  if (!a)
    return false;
  d->type_work += a->count;
  *tag = a->tag;
  *type = 0;
  for (uint32_t i = 0; i < a->count; i++) {
    const step *s = &steps_of(d, a)[i];
    uint64_t n = pass(s, &r, &block);
    if (s->op == OP_TYPE)
      *type = n;
    else if (s->op == OP_TYPE_FAR)
      return false;
  }
  return !r.bad && d->type_work <= d->parts[u->part].bytes.n * 16 + (1 << 20);
}

/* Is an entry, a template's argument, that has an address the address of a
   function? Its type tells. */
static bool is_function(struct dlw_dwarf *d, const dlw_dwarf_unit *u,
                        const uint8_t *entry, bool *out) {
  uint64_t offset = (uint64_t)(entry - u->start), tag;
  *out = false;
  for (int depth = 0; depth < 32; depth++) {
    if (!entry_type(d, u, offset, &tag, &offset))
      return false;
    *out = tag == TAG_SUBROUTINE_TYPE;
    if (tag == TAG_PTR_TO_MEMBER || *out || !offset)
      return tag != TAG_PTR_TO_MEMBER;
  }
  return false;
}

/* A list of .debug_loclists has expressions that refer to .debug_addr. */
static bool use_list(struct dlw_dwarf *d, const dlw_dwarf_unit *u,
                     uint64_t offset) {
  dlw_dwarf_use use = {(uint32_t)offset, u->addr_base};
  dlw_buf_bytes(&d->uses, &use, sizeof use);
  return dlw_buf_ok(&d->uses) || dlw_out_of_memory(d->l->cx);
}

static bool offset_at(struct dlw_dwarf *d, const dlw_dwarf_unit *u,
                      const step *s, const uint8_t *at, uint64_t n) {
  if (s->attribute == AT_LOCLISTS_BASE ||
      (s->op == OP_LIST && s->target == DLW_DW_LOCLISTS)) {
    if (!use_list(d, u, n))
      return false;
  } else if (s->op == OP_LIST && !dlw_dw_list(d, s->target, u, (uint32_t)n)) {
    return false;
  }
  return dlw_dw_offset(d, u->part, at, s->target);
}

static bool attribute(struct dlw_dwarf *d, const dlw_dwarf_unit *u,
                      const abbrev *a, const step *s, const uint8_t *entry,
                      dlw_dwarf_reader *r) {
  dlw_dwarf_reader block;
  const uint8_t *at = r->p;
  uint64_t n = pass(s, r, &block);
  bool code = false;
  if (r->bad)
    return false;
  switch (s->op) {
  case OP_ADDRESS:
    return dlw_dw_code(d, u->part, at);
  case OP_INDEX:
  case OP_INDEX_OFFSET:
    return dlw_dw_address_kind(d, u->addr_base, n, DLW_DW_CODE);
  case OP_OFFSET:
  case OP_LIST:
    return offset_at(d, u, s, at, n);
  case OP_TYPE_FAR:
    return dlw_dw_offset(d, u->part, at, DLW_DW_INFO);
  case OP_EXPR:
    if (a->tag == TAG_TEMPLATE_VALUE && !is_function(d, u, entry, &code))
      return false;
    return dlw_dw_expr(d, u->part, u->addr_base, block, code);
  default:
    return true;
  }
}

/* --- Units --- */

/* What a unit's root tells that the rest depends on; it may come after what
   depends on it. */
static bool bases(struct dlw_dwarf *d, dlw_dwarf_unit *u) {
  dlw_dwarf_reader r = {u->first, u->end, false}, block;
  const abbrev *a = find_abbrev(d, dlw_dw_leb(&r));
  if (!a)
    return false;
  u->addr_base = DLW_DW_NO_BASE;
  for (uint32_t i = 0; i < a->count; i++) {
    const step *s = &steps_of(d, a)[i];
    uint64_t n = pass(s, &r, &block);
    if (s->attribute == AT_ADDR_BASE && s->op == OP_OFFSET)
      u->addr_base = (uint32_t)n;
    else if (s->attribute == AT_LOW_PC && s->op == OP_ADDRESS)
      u->low = n;
  }
  return !r.bad;
}

/* The header, up to the root; abbreviations are read. */
static bool header(struct dlw_dwarf *d, dlw_dwarf_unit *u, uint64_t *table) {
  dlw_dwarf_reader r = {u->start + 4, u->end, false};
  u->version = (uint16_t)dlw_dw_u(&r, 2);
  unsigned type = 0, size;
  const uint8_t *at;
  if (u->version == 5) {
    type = (unsigned)dlw_dw_u(&r, 1);
    size = (unsigned)dlw_dw_u(&r, 1);
    at = r.p;
    *table = dlw_dw_u(&r, 4);
    if (type == 4) /* skeleton */
      dlw_dw_skip(&r, 8);
    else if (type < 1 || type > 4)
      return false;
  } else {
    at = r.p;
    *table = dlw_dw_u(&r, 4);
    size = (unsigned)dlw_dw_u(&r, 1);
  }
  if (u->part == DLW_DW_TYPES || type == 2) /* type unit */
    dlw_dw_skip(&r, 12);
  u->first = r.p;
  return !r.bad && (u->version == 4 || u->version == 5) && size == d->word &&
         dlw_dw_offset(d, u->part, at, DLW_DW_ABBREV);
}

static bool entries(struct dlw_dwarf *d, const dlw_dwarf_unit *u) {
  dlw_dwarf_reader r = {u->first, u->end, false};
  while (r.p < r.end) {
    const uint8_t *entry = r.p;
    uint64_t code = dlw_dw_leb(&r);
    if (r.bad)
      return false;
    if (!code)
      continue;
    const abbrev *a = find_abbrev(d, code);
    if (!a)
      return false;
    for (uint32_t i = 0; i < a->count; i++)
      if (!attribute(d, u, a, &steps_of(d, a)[i], entry, &r))
        return false;
  }
  return true;
}

bool dlw_dw_info(struct dlw_dwarf *d, dlw_dwarf_id id) {
  dlw_dwarf_reader r = dlw_dw_read(d, id), contents;
  uint64_t known = UINT64_MAX, version = 0, table;
  while (r.p < r.end) {
    dlw_dwarf_unit u = {.part = id, .start = r.p};
    if (!dlw_dw_unit(&r, &contents))
      return false;
    u.end = r.p;
    if (!header(d, &u, &table))
      return false;
    if (table != known || u.version != version) {
      if (!read_abbrevs(d, table, u.version))
        return false;
      known = table;
      version = u.version;
    }
    if (u.first < u.end && (!bases(d, &u) || !entries(d, &u)))
      return false;
  }
  return true;
}
