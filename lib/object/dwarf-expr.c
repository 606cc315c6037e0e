/* Lifting DWARF: expressions (DWARF 5, 2.5, with WebAssembly's operation for
   its locals, globals and operands) and lists of ranges and locations (DWARF 4,
   2.6.2 and 2.17.3; DWARF 5, 7.25 and 7.29).

   In position-independent code a datum is a sum: the global __memory_base,
   by number, and an address that counts from there. Linked in place it is
   the address alone, and the global is gone, so 0 takes its place. */
#include "object/dwarf-private.h"

#include <stdlib.h>

enum {
  OP_ADDR = 0x03,
  OP_CONST4U = 0x0c,
  OP_NOP = 0x96,
  OP_WASM_LOCATION = 0xed,
};

typedef struct expr {
  struct dlw_dwarf *d;
  dlw_dwarf_id id;
  uint32_t addr_base;
  bool code; /* addresses are functions' */
  bool tls;  /* the next address counts from __tls_base */
} expr;

/* The operation at `at`, and its four bytes from `at + 2` on: the number of a
   global that is put on the stack. */
static bool global(expr *e, const uint8_t *at) {
  static const uint8_t unknown[4] = {0xff, 0xff, 0xff, 0xff};
  struct dlw_dwarf *d = e->d;
  const dlw_lifter *l = d->l;
  uint64_t index = dlw_dw_peek(at + 2, 4);
  if (index == UINT32_MAX) /* of one that was left out */
    return true;
  if (index >=
      (uint64_t)l->m.imported[DLW_EXT_GLOBAL] + l->m.defined[DLW_EXT_GLOBAL])
    return false;
  const dlw_lift_global *g = &l->globals[index];
  uint32_t symbol = g->symbol;
  if (g->tls_base) {
    e->tls = true;
    symbol = l->tls_base;
  } else if (g->value.base == DLW_BASE_MEMORY && !l->pic) {
    uint32_t add = (uint32_t)g->value.add;
    const uint8_t sum[6] = {OP_CONST4U,           (uint8_t)add,
                            (uint8_t)(add >> 8),  (uint8_t)(add >> 16),
                            (uint8_t)(add >> 24), OP_NOP};
    return dlw_dw_patch(d, e->id, at, sum, sizeof sum);
  } else if (g->value.base != DLW_BASE_UNKNOWN) {
    symbol = DLW_NONE;
  }
  return symbol == DLW_NONE
             ? dlw_dw_patch(d, e->id, at + 2, unknown, sizeof unknown)
             : dlw_dw_reloc(d, e->id, at + 2, DLW_R_GLOBAL_INDEX_I32, symbol,
                            0);
}

static bool wasm_location(expr *e, dlw_dwarf_reader *r, const uint8_t *at) {
  switch (dlw_dw_u(r, 1)) {
  case 0: /* local */
  case 2: /* operand */
    dlw_dw_leb(r);
    return true;
  case 3:
    dlw_dw_u(r, 4);
    return !r->bad && global(e, at);
  default: /* 1, a global by LEB128, cannot be relocated */
    return false;
  }
}

static bool address(expr *e, dlw_dwarf_reader *r) {
  const uint8_t *at = r->p;
  bool tls = e->tls;
  dlw_dw_u(r, e->d->word);
  e->tls = false;
  if (r->bad)
    return false;
  return e->code ? dlw_dw_code(e->d, e->id, at)
                 : dlw_dw_data(e->d, e->id, at, tls);
}

static bool address_index(expr *e, dlw_dwarf_reader *r) {
  uint64_t index = dlw_dw_leb(r);
  uint8_t kind = e->tls ? DLW_DW_TLS : DLW_DW_DATA;
  e->tls = false;
  return !r->bad && dlw_dw_address_kind(e->d, e->addr_base, index,
                                        e->code ? DLW_DW_CODE : kind);
}

static bool info_offset(expr *e, dlw_dwarf_reader *r) {
  const uint8_t *at = r->p;
  dlw_dw_u(r, 4);
  return !r->bad && dlw_dw_offset(e->d, e->id, at, DLW_DW_INFO);
}

/* Operations that other sections have no part in; thread-local ones are for
   other machines. */
static bool plain(dlw_dwarf_reader *r, uint8_t op) {
  switch (op) {
  case 0x08: /* const1u */
  case 0x09:
  case 0x15: /* pick */
  case 0x94: /* deref_size */
  case 0x95:
    dlw_dw_skip(r, 1);
    return true;
  case 0x0a: /* const2u */
  case 0x0b:
  case 0x28: /* bra */
  case 0x2f: /* skip */
  case 0x98: /* call2 */
    dlw_dw_skip(r, 2);
    return true;
  case 0x0c: /* const4u */
  case 0x0d:
  case 0x99: /* call4 */
  case 0xfa: /* GNU_parameter_ref */
    dlw_dw_skip(r, 4);
    return true;
  case 0x0e: /* const8u */
  case 0x0f:
    dlw_dw_skip(r, 8);
    return true;
  case 0x92: /* bregx */
  case 0x9d: /* bit_piece */
  case 0xa5: /* regval_type */
  case 0xf5:
    dlw_dw_leb(r);
    dlw_dw_leb(r);
    return true;
  case 0x9e: /* implicit_value */
    dlw_dw_skip(r, dlw_dw_leb(r));
    return true;
  case 0xa4: /* const_type */
  case 0xf4:
    dlw_dw_leb(r);
    dlw_dw_skip(r, dlw_dw_u(r, 1));
    return true;
  case 0xa6: /* deref_type */
  case 0xa7:
  case 0xf6:
    dlw_dw_skip(r, 1);
    dlw_dw_leb(r);
    return true;
  case 0x10: /* constu */
  case 0x11:
  case 0x23: /* plus_uconst */
  case 0x90: /* regx */
  case 0x91: /* fbreg */
  case 0x93: /* piece */
  case 0xa3: /* entry_value, whose expression follows */
  case 0xa8: /* convert */
  case 0xa9:
  case 0xf3:
  case 0xf7:
  case 0xf9:
    dlw_dw_leb(r);
    return true;
  case 0x06: /* deref */
  case 0x96: /* nop */
  case 0x97: /* push_object_address */
  case 0x9c: /* call_frame_cfa */
  case 0x9f: /* stack_value */
    return true;
  default:
    if (op >= 0x70 && op <= 0x8f) /* breg */
      dlw_dw_leb(r);
    return op >= 0x12 && op <= 0x8f;
  }
}

bool dlw_dw_expr(struct dlw_dwarf *d, dlw_dwarf_id id, uint32_t addr_base,
                 dlw_dwarf_reader r, bool code) {
  expr e = {d, id, addr_base, code, false};
  while (r.p < r.end) {
    const uint8_t *at = r.p;
    uint8_t op = (uint8_t)dlw_dw_u(&r, 1);
    bool ok;
    switch (op) {
    case OP_ADDR:
      ok = address(&e, &r);
      break;
    case 0xa1: /* addrx */
    case 0xfb: /* GNU_addr_index */
      ok = address_index(&e, &r);
      break;
    case 0x9a: /* call_ref */
    case 0xfd: /* GNU_variable_value */
      ok = info_offset(&e, &r);
      break;
    case 0xa0: /* implicit_pointer */
    case 0xf2:
      ok = info_offset(&e, &r);
      dlw_dw_leb(&r);
      break;
    case OP_WASM_LOCATION:
      ok = wasm_location(&e, &r, at);
      break;
    default:
      ok = plain(&r, op);
    }
    if (!ok || r.bad)
      return false;
  }
  return true;
}

/* --- Lists of DWARF 4 --- */

/* A pair of addresses counts from the unit's low_pc, until an entry says from
   what. Linked modules have 0 there, and addresses, where there is more than
   one function; else what is within one function stays as it is. */
bool dlw_dw_list(struct dlw_dwarf *d, dlw_dwarf_id id, const dlw_dwarf_unit *u,
                 uint32_t offset) {
  dlw_bytes b = d->parts[id].bytes;
  uint8_t *seen = d->seen[id == DLW_DW_LOC];
  uint64_t base = u->low;
  if (!b.p || offset > b.n)
    return false;
  dlw_dwarf_reader r = {b.p + offset, b.p + b.n, false};
  for (;;) {
    const uint8_t *at = r.p;
    uint8_t state = base ? 1 : 2;
    uint64_t from = dlw_dw_u(&r, d->word), to = dlw_dw_u(&r, d->word);
    if (r.bad)
      return false;
    if (seen[at - b.p])
      return seen[at - b.p] == state;
    seen[at - b.p] = state;
    if (!from && !to)
      return true;
    if (from == d->highest) {
      base = to;
      if (!dlw_dw_code(d, id, at + d->word))
        return false;
      continue;
    }
    if (!base && !dlw_dw_code_pair(d, id, at, at + d->word))
      return false;
    if (id != DLW_DW_LOC)
      continue;
    uint64_t size = dlw_dw_u(&r, 2);
    dlw_dwarf_reader block = {r.p, r.p, false};
    dlw_dw_skip(&r, size);
    block.end = r.p;
    if (r.bad || !dlw_dw_expr(d, id, u->addr_base, block, false))
      return false;
  }
}

/* --- Lists of DWARF 5 --- */

/* One entry's addresses. Both kinds of list have the same kinds, but for the
   default location, which moves the last ones. */
static bool entry(struct dlw_dwarf *d, dlw_dwarf_id id, dlw_dwarf_reader *r,
                  unsigned kind, uint32_t addr_base) {
  const uint8_t *at = r->p;
  uint64_t index;
  switch (kind) {
  case 1: /* base_addressx */
  case 2: /* startx_endx */
  case 3: /* startx_length */
    index = dlw_dw_leb(r);
    if (addr_base != DLW_DW_NO_BASE &&
        !dlw_dw_address_kind(d, addr_base, index, DLW_DW_CODE))
      return false;
    index = kind == 1 ? index : dlw_dw_leb(r);
    return kind != 2 || addr_base == DLW_DW_NO_BASE ||
           dlw_dw_address_kind(d, addr_base, index, DLW_DW_CODE);
  case 4: /* offset_pair */
    dlw_dw_leb(r);
    dlw_dw_leb(r);
    return true;
  case 5: /* base_address */
    dlw_dw_u(r, d->word);
    return !r->bad && dlw_dw_code(d, id, at);
  case 6: /* start_end */
    dlw_dw_u(r, d->word);
    dlw_dw_u(r, d->word);
    return !r->bad && dlw_dw_code_pair(d, id, at, at + d->word);
  case 7: /* start_length */
    dlw_dw_u(r, d->word);
    dlw_dw_leb(r);
    return !r->bad && dlw_dw_code(d, id, at);
  default:
    return false;
  }
}

static bool location(struct dlw_dwarf *d, dlw_dwarf_reader *r, unsigned kind,
                     uint32_t addr_base) {
  if (kind == 0)
    return true;
  if (kind > 5)
    kind--;
  else if (kind == 5) /* default_location */
    kind = 0;
  if (kind && !entry(d, DLW_DW_LOCLISTS, r, kind, addr_base))
    return false;
  if (kind == 1 || kind == 5)
    return true;
  uint64_t size = dlw_dw_leb(r);
  dlw_dwarf_reader block = {r->p, r->p, false};
  dlw_dw_skip(r, size);
  block.end = r->p;
  return !r->bad && dlw_dw_expr(d, DLW_DW_LOCLISTS, addr_base, block, false);
}

static int by_place(const void *a, const void *b) {
  const dlw_dwarf_use *x = a, *y = b;
  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

bool dlw_dw_lists(struct dlw_dwarf *d, dlw_dwarf_id id) {
  dlw_dwarf_reader r = dlw_dw_read(d, id), unit;
  const uint8_t *start = r.p;
  dlw_dwarf_use *use = (dlw_dwarf_use *)(void *)d->uses.data;
  size_t uses = id == DLW_DW_LOCLISTS ? d->uses.size / sizeof *use : 0;
  if (uses)
    qsort(use, uses, sizeof *use, by_place);
  while (r.p < r.end) {
    uint32_t addr_base = DLW_DW_NO_BASE;
    if (!dlw_dw_unit(&r, &unit))
      return false;
    for (; uses && use->offset < (size_t)(r.p - start); use++, uses--) {
      if (addr_base != DLW_DW_NO_BASE && use->addr_base != addr_base)
        return false;
      addr_base = use->addr_base;
    }
    unsigned version = (unsigned)dlw_dw_u(&unit, 2);
    unsigned size = (unsigned)dlw_dw_u(&unit, 1);
    unsigned selector = (unsigned)dlw_dw_u(&unit, 1);
    dlw_dw_skip(&unit, dlw_dw_u(&unit, 4) * 4);
    if (unit.bad || version != 5 || size != d->word || selector)
      return false;
    while (unit.p < unit.end) {
      unsigned kind = (unsigned)dlw_dw_u(&unit, 1);
      if (id == DLW_DW_LOCLISTS ? !location(d, &unit, kind, addr_base)
                                : kind && !entry(d, id, &unit, kind, addr_base))
        return false;
      if (unit.bad)
        return false;
    }
  }
  return true;
}
