/* Lifting DWARF: line numbers (DWARF 5, 6.2), and the tables that have a few
   addresses or offsets in known places. */
#include "object/dwarf-private.h"

/* `count` offsets into `target`. */
static bool offsets(struct dlw_dwarf *d, dlw_dwarf_id id, dlw_dwarf_reader *r,
                    uint64_t count, dlw_dwarf_id target) {
  if (count > dlw_dw_left(r) / 4)
    return false;
  for (; count; count--, r->p += 4)
    if (!dlw_dw_offset(d, id, r->p, target))
      return false;
  return true;
}

/* --- Lines --- */

enum { SET_ADDRESS = 2, FIXED_ADVANCE_PC = 9 };

/* An attribute of a directory or file. */
static bool line_form(struct dlw_dwarf *d, dlw_dwarf_reader *r, uint64_t form) {
  switch (form) {
  case 0x08: /* string */
    dlw_dw_string(r);
    return true;
  case 0x0e: /* strp */
    return offsets(d, DLW_DW_LINE, r, 1, DLW_DW_STR);
  case 0x1f: /* line_strp */
    return offsets(d, DLW_DW_LINE, r, 1, DLW_DW_LINE_STR);
  case 0x0f: /* udata */
  case 0x1a: /* strx */
    dlw_dw_leb(r);
    return true;
  case 0x0b: /* data1 */
    dlw_dw_skip(r, 1);
    return true;
  case 0x05: /* data2 */
    dlw_dw_skip(r, 2);
    return true;
  case 0x06: /* data4 */
    dlw_dw_skip(r, 4);
    return true;
  case 0x07: /* data8 */
    dlw_dw_skip(r, 8);
    return true;
  case 0x1e: /* data16: an MD5 */
    dlw_dw_skip(r, 16);
    return true;
  case 0x09: /* block */
    dlw_dw_skip(r, dlw_dw_leb(r));
    return true;
  default:
    return false;
  }
}

/* Directories, or files: how an entry looks, then the entries. */
static bool line_names(struct dlw_dwarf *d, dlw_dwarf_reader *r) {
  uint64_t forms[256];
  unsigned count = (unsigned)dlw_dw_u(r, 1);
  for (unsigned i = 0; i < count; i++) {
    dlw_dw_leb(r); /* what it says */
    forms[i] = dlw_dw_leb(r);
  }
  uint64_t entries = dlw_dw_leb(r);
  if (entries && !count)
    return false;
  for (; entries && !r->bad; entries--)
    for (unsigned i = 0; i < count; i++)
      if (!line_form(d, r, forms[i]))
        return false;
  return !r->bad;
}

static bool line_program(struct dlw_dwarf *d, dlw_dwarf_reader r,
                         const uint8_t *lengths, unsigned opcode_base) {
  while (r.p < r.end && !r.bad) {
    unsigned op = (unsigned)dlw_dw_u(&r, 1);
    if (op >= opcode_base)
      continue;
    if (op == FIXED_ADVANCE_PC) {
      dlw_dw_skip(&r, 2);
    } else if (op) {
      for (unsigned n = lengths[op - 1]; n; n--)
        dlw_dw_leb(&r);
    } else {
      uint64_t size = dlw_dw_leb(&r);
      const uint8_t *at = r.p;
      dlw_dw_skip(&r, size);
      if (r.bad || !size)
        return false;
      if (*at == SET_ADDRESS &&
          (size != 1 + d->word || !dlw_dw_code(d, DLW_DW_LINE, at + 1)))
        return false;
    }
  }
  return !r.bad;
}

static bool lines(struct dlw_dwarf *d) {
  dlw_dwarf_reader all = dlw_dw_read(d, DLW_DW_LINE), r;
  while (all.p < all.end) {
    if (!dlw_dw_unit(&all, &r))
      return false;
    unsigned version = (unsigned)dlw_dw_u(&r, 2);
    if (version < 2 || version > 5)
      return false;
    if (version == 5 && (dlw_dw_u(&r, 1) != d->word || dlw_dw_u(&r, 1)))
      return false;
    uint64_t size = dlw_dw_u(&r, 4);
    dlw_dwarf_reader program = r;
    dlw_dw_skip(&program, size);
    /* Bytes of an instruction, whether rows are statements, lines; from DWARF 4
       on operations of an instruction too. */
    dlw_dw_skip(&r, version >= 4 ? 5 : 4);
    unsigned opcode_base = (unsigned)dlw_dw_u(&r, 1);
    const uint8_t *lengths = r.p;
    dlw_dw_skip(&r, opcode_base ? opcode_base - 1 : 0);
    if (r.bad || program.bad || r.p > program.p)
      return false;
    r.end = program.p;
    if (version == 5 && (!line_names(d, &r) || !line_names(d, &r)))
      return false;
    if (!line_program(d, program, lengths, opcode_base))
      return false;
  }
  return true;
}

/* --- Tables --- */

static bool str_offsets(struct dlw_dwarf *d) {
  dlw_dwarf_reader r = dlw_dw_read(d, DLW_DW_STR_OFFSETS), unit;
  while (r.p < r.end)
    if (!dlw_dw_unit(&r, &unit) || dlw_dw_u(&unit, 2) != 5 ||
        dlw_dw_u(&unit, 2) || unit.bad || dlw_dw_left(&unit) % 4 ||
        !offsets(d, DLW_DW_STR_OFFSETS, &unit, dlw_dw_left(&unit) / 4,
                 DLW_DW_STR))
      return false;
  return true;
}

static bool addresses(struct dlw_dwarf *d) {
  dlw_dwarf_reader r = dlw_dw_read(d, DLW_DW_ADDR), unit;
  const uint8_t *start = r.p;
  while (r.p < r.end) {
    if (!dlw_dw_unit(&r, &unit) || dlw_dw_u(&unit, 2) != 5 ||
        dlw_dw_u(&unit, 1) != d->word || dlw_dw_u(&unit, 1) || unit.bad ||
        dlw_dw_left(&unit) % d->word || (unit.p - start) % 4)
      return false;
    for (; unit.p < unit.end; unit.p += d->word) {
      uint8_t kind = d->addr_kinds[(unit.p - start) / 4];
      if (kind == DLW_DW_DATA || kind == DLW_DW_TLS
              ? !dlw_dw_data(d, DLW_DW_ADDR, unit.p, kind == DLW_DW_TLS)
              : !dlw_dw_code(d, DLW_DW_ADDR, unit.p))
        return false;
    }
  }
  return true;
}

/* A range of .debug_aranges is a whole function, or a whole datum; the last
   one is zeros. */
static bool arange(struct dlw_dwarf *d, const uint8_t *at) {
  uint64_t address = dlw_dw_peek(at, d->word);
  uint64_t size = dlw_dw_peek(at + d->word, d->word);
  uint32_t number = dlw_dw_function(d, address);
  if (number != DLW_NONE && d->l->places[number].before == address &&
      d->l->places[number].size == size)
    return dlw_dw_code(d, DLW_DW_ARANGES, at);
  if ((!address && !size) || dlw_dw_dead(d, address))
    return true;
  return size <= d->l->memory.size && dlw_dw_data(d, DLW_DW_ARANGES, at, false);
}

static bool aranges(struct dlw_dwarf *d) {
  dlw_dwarf_reader r = dlw_dw_read(d, DLW_DW_ARANGES), unit;
  while (r.p < r.end) {
    const uint8_t *start = r.p;
    if (!dlw_dw_unit(&r, &unit) || dlw_dw_u(&unit, 2) != 2 ||
        !offsets(d, DLW_DW_ARANGES, &unit, 1, DLW_DW_INFO) ||
        dlw_dw_u(&unit, 1) != d->word || dlw_dw_u(&unit, 1) || unit.bad)
      return false;
    size_t tuple = 2 * (size_t)d->word;
    dlw_dw_skip(&unit, (tuple - (size_t)(unit.p - start) % tuple) % tuple);
    if (unit.bad || dlw_dw_left(&unit) % tuple)
      return false;
    for (; unit.p < unit.end; unit.p += tuple)
      if (!arange(d, unit.p))
        return false;
  }
  return true;
}

static bool frames(struct dlw_dwarf *d) {
  dlw_dwarf_reader r = dlw_dw_read(d, DLW_DW_FRAME), unit;
  while (r.p < r.end) {
    if (!dlw_dw_unit(&r, &unit))
      return false;
    const uint8_t *at = unit.p;
    uint64_t common = dlw_dw_u(&unit, 4);
    if (unit.bad)
      return false;
    if (common == UINT32_MAX) /* it is one itself */
      continue;
    const uint8_t *place = unit.p;
    dlw_dw_u(&unit, d->word);
    if (unit.bad || !dlw_dw_offset(d, DLW_DW_FRAME, at, DLW_DW_FRAME) ||
        !dlw_dw_code(d, DLW_DW_FRAME, place))
      return false;
  }
  return true;
}

/* Names by unit: only which unit. */
static bool public_names(struct dlw_dwarf *d, dlw_dwarf_id id) {
  dlw_dwarf_reader r = dlw_dw_read(d, id), unit;
  while (r.p < r.end)
    if (!dlw_dw_unit(&r, &unit) || dlw_dw_u(&unit, 2) != 2 ||
        !offsets(d, id, &unit, 1, DLW_DW_INFO))
      return false;
  return true;
}

static bool index_names(struct dlw_dwarf *d) {
  dlw_dwarf_reader r = dlw_dw_read(d, DLW_DW_NAMES), unit;
  while (r.p < r.end) {
    if (!dlw_dw_unit(&r, &unit) || dlw_dw_u(&unit, 2) != 5)
      return false;
    dlw_dw_skip(&unit, 2);
    uint64_t units = dlw_dw_u(&unit, 4);
    units += dlw_dw_u(&unit, 4); /* of types, in the module */
    uint64_t foreign = dlw_dw_u(&unit, 4), buckets = dlw_dw_u(&unit, 4);
    uint64_t names = dlw_dw_u(&unit, 4);
    dlw_dw_skip(&unit, 4); /* size of the abbreviations */
    dlw_dw_skip(&unit, dlw_dw_u(&unit, 4));
    if (unit.bad || !offsets(d, DLW_DW_NAMES, &unit, units, DLW_DW_INFO))
      return false;
    dlw_dw_skip(&unit, foreign * 8 + (buckets ? (buckets + names) * 4 : 0));
    if (unit.bad || !offsets(d, DLW_DW_NAMES, &unit, names, DLW_DW_STR))
      return false;
  }
  return true;
}

/* --- Macros --- */

static bool macro(struct dlw_dwarf *d, dlw_dwarf_id id, dlw_dwarf_reader *r,
                  unsigned op) {
  switch (op) {
  case 0x01: /* define */
  case 0x02: /* undef */
    dlw_dw_leb(r);
    dlw_dw_string(r);
    return true;
  case 0x03: /* start_file */
    dlw_dw_leb(r);
    dlw_dw_leb(r);
    return true;
  case 0x04: /* end_file */
    return true;
  }
  if (id == DLW_DW_MACINFO)
    return false;
  switch (op) {
  case 0x05: /* define_strp */
  case 0x06: /* undef_strp */
    dlw_dw_leb(r);
    return offsets(d, id, r, 1, DLW_DW_STR);
  case 0x07: /* import */
    return offsets(d, id, r, 1, DLW_DW_MACRO);
  case 0x0b: /* define_strx */
  case 0x0c: /* undef_strx */
    dlw_dw_leb(r);
    dlw_dw_leb(r);
    return true;
  default:
    return false;
  }
}

/* A list ends with 0; those of .debug_macro begin with a header. */
static bool macros(struct dlw_dwarf *d, dlw_dwarf_id id) {
  dlw_dwarf_reader r = dlw_dw_read(d, id);
  while (r.p < r.end) {
    if (id == DLW_DW_MACRO) {
      uint64_t version = dlw_dw_u(&r, 2), flags = dlw_dw_u(&r, 1);
      if ((version != 4 && version != 5) || (flags & ~UINT64_C(2)) ||
          (flags && !offsets(d, id, &r, 1, DLW_DW_LINE)))
        return false;
    }
    for (unsigned op; (op = (unsigned)dlw_dw_u(&r, 1)) != 0;)
      if (!macro(d, id, &r, op))
        return false;
    if (r.bad)
      return false;
  }
  return true;
}

bool dlw_dw_tables(struct dlw_dwarf *d) {
  return lines(d) && str_offsets(d) && addresses(d) && aranges(d) &&
         frames(d) && public_names(d, DLW_DW_PUBNAMES) &&
         public_names(d, DLW_DW_PUBTYPES) &&
         public_names(d, DLW_DW_GNU_PUBNAMES) &&
         public_names(d, DLW_DW_GNU_PUBTYPES) && index_names(d) &&
         macros(d, DLW_DW_MACINFO) && macros(d, DLW_DW_MACRO);
}
