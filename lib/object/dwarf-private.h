/* Private to the dwarf*.c files: what is read, and what is found in it. */
#ifndef DLWELD_OBJECT_DWARF_PRIVATE_H
#define DLWELD_OBJECT_DWARF_PRIVATE_H

#include "object/dwarf.h"

#define DLW_DWARF_PARTS(X)                                                     \
  X(ABBREV, ".debug_abbrev")                                                   \
  X(ADDR, ".debug_addr")                                                       \
  X(ARANGES, ".debug_aranges")                                                 \
  X(FRAME, ".debug_frame")                                                     \
  X(GNU_PUBNAMES, ".debug_gnu_pubnames")                                       \
  X(GNU_PUBTYPES, ".debug_gnu_pubtypes")                                       \
  X(INFO, ".debug_info")                                                       \
  X(LINE, ".debug_line")                                                       \
  X(LINE_STR, ".debug_line_str")                                               \
  X(LOC, ".debug_loc")                                                         \
  X(LOCLISTS, ".debug_loclists")                                               \
  X(MACINFO, ".debug_macinfo")                                                 \
  X(MACRO, ".debug_macro")                                                     \
  X(NAMES, ".debug_names")                                                     \
  X(PUBNAMES, ".debug_pubnames")                                               \
  X(PUBTYPES, ".debug_pubtypes")                                               \
  X(RANGES, ".debug_ranges")                                                   \
  X(RNGLISTS, ".debug_rnglists")                                               \
  X(STR, ".debug_str")                                                         \
  X(STR_OFFSETS, ".debug_str_offsets")                                         \
  X(TYPES, ".debug_types")

typedef enum dlw_dwarf_id {
#define X(id, name) DLW_DW_##id,
  DLW_DWARF_PARTS(X)
#undef X
      DLW_DW_COUNT
} dlw_dwarf_id;

typedef struct dlw_dwarf_reloc {
  uint32_t offset; /* from the start of the payload */
  uint32_t symbol;
  int64_t addend;
  uint8_t type; /* DLW_R_* */
} dlw_dwarf_reloc;

/* One section. */
typedef struct dlw_dwarf_part {
  dlw_bytes bytes; /* p is NULL where the module has no such section */
  uint32_t section;
  uint32_t symbol;
  uint32_t count; /* of relocations, once sorted */
  dlw_buf relocs; /* of dlw_dwarf_reloc */
  dlw_buf copy;   /* the bytes with changes; empty without any */
} dlw_dwarf_part;

/* What an address in .debug_addr is of. */
enum {
  DLW_DW_UNUSED, /* taken for code */
  DLW_DW_CODE,
  DLW_DW_DATA,
  DLW_DW_TLS,
};

/* A place in .debug_loclists, and the .debug_addr of who refers to it. */
typedef struct dlw_dwarf_use {
  uint32_t offset;
  uint32_t addr_base;
} dlw_dwarf_use;

#define DLW_DW_NO_BASE UINT32_MAX

struct dlw_dwarf {
  dlw_lifter *l;
  dlw_dwarf_part parts[DLW_DW_COUNT];
  unsigned word;        /* bytes of an address */
  uint64_t highest;     /* address: what linkers write for what is not there */
  uint8_t *addr_kinds;  /* of .debug_addr, for every four bytes; heap */
  uint8_t *seen[2];     /* bytes of .debug_ranges and .debug_loc at which an
                           entry has been read; heap */
  dlw_buf uses;         /* of dlw_dwarf_use */
  dlw_buf abbrevs, ops; /* of the unit; see dwarf-info.c */
  size_t abbrev_work;   /* bytes of .debug_abbrev read so far */
  size_t type_work;     /* attributes read to know what types are */
};

/* A unit of .debug_info, as far as its expressions and lists need it. */
typedef struct dlw_dwarf_unit {
  dlw_dwarf_id part; /* INFO or TYPES */
  uint16_t version;
  const uint8_t *start, *end;
  const uint8_t *first; /* the root's entry */
  uint64_t low;         /* its low_pc, or 0 */
  uint32_t addr_base;   /* or NO_BASE */
} dlw_dwarf_unit;

/* A reader that stays within its bytes: past the end it is bad, stands at the
   end, and reads zeros. */
typedef struct dlw_dwarf_reader {
  const uint8_t *p, *end;
  bool bad;
} dlw_dwarf_reader;

static inline size_t dlw_dw_left(const dlw_dwarf_reader *r) {
  return (size_t)(r->end - r->p);
}

static inline uint64_t dlw_dw_bad(dlw_dwarf_reader *r) {
  r->bad = true;
  r->p = r->end;
  return 0;
}

static inline void dlw_dw_skip(dlw_dwarf_reader *r, uint64_t n) {
  if (n > dlw_dw_left(r))
    dlw_dw_bad(r);
  else
    r->p += n;
}

/* An unsigned number of `n` bytes, at most 8. */
static inline uint64_t dlw_dw_peek(const uint8_t *p, unsigned n) {
  uint64_t v = 0;
  while (n--)
    v = v << 8 | p[n];
  return v;
}

static inline uint64_t dlw_dw_u(dlw_dwarf_reader *r, unsigned n) {
  if (n > dlw_dw_left(r))
    return dlw_dw_bad(r);
  r->p += n;
  return dlw_dw_peek(r->p - n, n);
}

/* A LEB128 of at most ten bytes; a signed one is only passed over. */
static inline uint64_t dlw_dw_leb(dlw_dwarf_reader *r) {
  uint64_t v = 0;
  for (unsigned shift = 0; r->p < r->end && shift < 70; shift += 7) {
    uint8_t b = *r->p++;
    v |= (uint64_t)(b & 0x7f) << (shift & 63);
    if (b < 0x80)
      return v;
  }
  return dlw_dw_bad(r);
}

static inline void dlw_dw_string(dlw_dwarf_reader *r) {
  const uint8_t *nul = r->p < r->end ? memchr(r->p, 0, dlw_dw_left(r)) : NULL;
  if (nul)
    r->p = nul + 1;
  else
    dlw_dw_bad(r);
}

/* The functions below return false where something is not understood, or where
   memory is exhausted (reported). */

/* A part from its beginning; nothing where there is none. */
static inline dlw_dwarf_reader dlw_dw_read(const struct dlw_dwarf *d,
                                           dlw_dwarf_id id) {
  dlw_bytes b = d->parts[id].bytes;
  return (dlw_dwarf_reader){b.p, b.p ? b.p + b.n : NULL, false};
}

/* The contents behind a unit's length; only the 32-bit format is known. */
bool dlw_dw_unit(dlw_dwarf_reader *r, dlw_dwarf_reader *unit);

/* dwarf.c: `at` points into the part and has been read already. */
bool dlw_dw_reloc(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *at,
                  uint8_t type, uint32_t symbol, int64_t addend);
/* An offset of four bytes into `target`. */
bool dlw_dw_offset(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *at,
                   dlw_dwarf_id target);
bool dlw_dw_code(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *at);
/* Two addresses of one piece of code. */
bool dlw_dw_code_pair(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *low,
                      const uint8_t *high);
bool dlw_dw_data(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *at,
                 bool tls);
/* The function whose code the address is in, or DLW_NONE. */
uint32_t dlw_dw_function(const struct dlw_dwarf *d, uint64_t address);
/* Is it an address of something that a linker left out? */
bool dlw_dw_dead(const struct dlw_dwarf *d, uint64_t address);
/* Puts other bytes there. */
bool dlw_dw_patch(struct dlw_dwarf *d, dlw_dwarf_id id, const uint8_t *at,
                  const uint8_t *bytes, size_t n);
/* Says what an entry of .debug_addr is of; not two things at once. */
bool dlw_dw_address_kind(struct dlw_dwarf *d, uint32_t base, uint64_t index,
                         uint8_t kind);

/* dwarf-info.c: units, with what their entries refer to. */
bool dlw_dw_info(struct dlw_dwarf *d, dlw_dwarf_id id);

/* dwarf-expr.c. `code`: addresses in it are those of functions. */
bool dlw_dw_expr(struct dlw_dwarf *d, dlw_dwarf_id id, uint32_t addr_base,
                 dlw_dwarf_reader r, bool code);
/* A list in .debug_ranges or .debug_loc. */
bool dlw_dw_list(struct dlw_dwarf *d, dlw_dwarf_id id, const dlw_dwarf_unit *u,
                 uint32_t offset);
/* All of .debug_rnglists or .debug_loclists; after the units. */
bool dlw_dw_lists(struct dlw_dwarf *d, dlw_dwarf_id id);

/* dwarf-tables.c: all other sections; .debug_addr comes last. */
bool dlw_dw_tables(struct dlw_dwarf *d);

#endif
