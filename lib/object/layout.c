/* The element and data segments of a module by the places that they fill. */
#include "object/layout.h"

#include <stdlib.h>

#include "object/expr.h"
#include "object/layout-private.h"

/* --- Limits --- */

/* `p` is behind what precedes the limits; all has been checked. */
static void limits_read(const uint8_t *p, uint64_t unit, dlw_limits *out) {
  uint64_t flags = dlw_leb_checked(&p);
  out->exists = true;
  out->shared = flags & 2;
  out->minimum = dlw_leb_checked(&p);
  out->maximum = flags & 1 ? dlw_leb_checked(&p) : UINT64_MAX;
  if (flags & 8)
    unit = UINT64_C(1) << (dlw_leb_checked(&p) & 63);
  if (__builtin_mul_overflow(out->minimum, unit, &out->minimum))
    out->minimum = UINT64_MAX;
  if (__builtin_mul_overflow(out->maximum, unit, &out->maximum))
    out->maximum = UINT64_MAX;
}

/* A reference type, before a table's limits. */
static const uint8_t *behind_type(const uint8_t *p) {
  uint8_t type = *p++;
  if (type == 0x63 || type == 0x64)
    dlw_sleb_checked(&p);
  return p;
}

static void find_limits(const dlw_module *m, dlw_layout *out) {
  enum { PAGE = 65536 };
  for (uint32_t i = m->import_count; i-- > 0;) {
    const uint8_t *p = m->imports[i].desc.p + 1;
    if (m->imports[i].kind == DLW_EXT_TABLE) {
      limits_read(behind_type(p), 1, &out->table);
      out->table.imported = true;
    } else if (m->imports[i].kind == DLW_EXT_MEMORY) {
      limits_read(p, PAGE, &out->memory);
      out->memory.imported = true;
    }
  }
  if (!out->table.exists && m->defined[DLW_EXT_TABLE])
    limits_read(behind_type(m->table_types[0].p), 1, &out->table);
  if (!out->memory.exists && m->defined[DLW_EXT_MEMORY]) {
    const uint8_t *p = m->sections[m->section_of[DLW_SEC_MEMORY]].body.p;
    dlw_leb_checked(&p);
    limits_read(p, PAGE, &out->memory);
  }
}

/* --- Places of segments --- */

/* The globals that offsets may count from; UINT32_MAX: there is none. */
typedef struct bases {
  uint32_t memory, memory32, table, table32;
} bases;

static bases find_bases(const dlw_module *m) {
  bases b = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};
  uint32_t global = 0;
  for (uint32_t i = 0; i < m->import_count; i++) {
    dlw_str field = m->imports[i].field;
    if (m->imports[i].kind != DLW_EXT_GLOBAL)
      continue;
    if (dlw_str_eq(field, DLW_STR("__memory_base")))
      b.memory = global;
    else if (dlw_str_eq(field, DLW_STR("__memory_base32")))
      b.memory32 = global;
    else if (dlw_str_eq(field, DLW_STR("__table_base")))
      b.table = global;
    else if (dlw_str_eq(field, DLW_STR("__table_base32")))
      b.table32 = global;
    global++;
  }
  return b;
}

/* An offset that is a sum of constants and, once, one of the two globals. */
static bool find_offset(const uint8_t *p, uint32_t base, uint32_t base32,
                        uint64_t *out) {
  enum { I32_CONST = 0x41, I64_CONST, I32_ADD = 0x6a, I64_ADD = 0x7c };
  uint32_t found = 0;
  uint64_t sum = 0;
  for (uint64_t index;;) {
    switch (*p++) {
    case DLW_OP_GLOBAL_GET:
      index = dlw_leb_checked(&p);
      if (index != base && index != base32)
        return false;
      found++;
      break;
    case I32_CONST:
      sum += (uint32_t)dlw_sleb_checked(&p);
      break;
    case I64_CONST:
      sum += (uint64_t)dlw_sleb_checked(&p);
      break;
    case I32_ADD:
    case I64_ADD:
      break;
    case DLW_OP_END:
      *out = sum;
      return found == 1;
    default:
      return false;
    }
  }
}

/* --- Slots --- */

static bool elem_offset(const dlw_elem *e, const bases *b, uint64_t *out) {
  if (e->has_offset) {
    *out = e->offset;
    return true;
  }
  return find_offset(e->init.p, b->table, b->table32, out);
}

/* One item that is an expression: the function of ref.func, plus 1. */
static uint32_t item_function(const dlw_layout *l, const uint8_t **p,
                              const uint8_t *end) {
  uint32_t function = 0;
  dlw_expr_op op;
  dlw_reader reader = {.where = &l->module->where, .base = l->module->input.p};
  dlw_cursor c = {.p = *p, .end = end, .reader = &reader};
  do {
    dlw_expr_next(&c, &op); /* cannot fail: it has been read before */
    if (op.code == DLW_OP_REF_FUNC)
      function = (uint32_t)op.operand + 1;
  } while (op.code != DLW_OP_END);
  *p = c.p;
  return function;
}

static void elem_fill(dlw_layout *l, const dlw_elem *e, uint64_t offset) {
  const dlw_module *m = l->module;
  const uint8_t *body = m->sections[m->section_of[DLW_SEC_ELEM]].body.p;
  const uint8_t *p = e->items.p, *end = p + e->items.n;
  for (uint64_t slot = offset; slot < offset + e->count; slot++) {
    l->slot_places[slot] = (uint32_t)(p - body);
    l->slots[slot] = e->plain ? (uint32_t)dlw_leb_checked(&p) + 1
                              : item_function(l, &p, end);
  }
}

static bool slots_read(dlw_ctx *cx, dlw_layout *l, const bases *b) {
  const dlw_module *m = l->module;
  l->has_slots = true;
  for (int fill = 0; fill < 2; fill++) {
    for (uint32_t i = 0; i < m->elem_count; i++) {
      const dlw_elem *e = &m->elems[i];
      uint64_t offset;
      if (e->flags & 1 || e->table != 0) /* passive, or another table's */
        continue;
      if (!elem_offset(e, b, &offset))
        l->has_slots = false;
      else if (offset > DLW_MOST_SLOTS || e->count > DLW_MOST_SLOTS - offset)
        l->beyond = e;
      else if (fill)
        elem_fill(l, e, offset);
      else if (e->count && offset + e->count > l->slot_count)
        l->slot_count = offset + e->count;
    }
    if (!fill) {
      l->slots = dlw_alloc(cx, l->slot_count, sizeof *l->slots);
      l->slot_places = dlw_alloc(cx, l->slot_count, sizeof *l->slot_places);
      if (!l->slots || !l->slot_places)
        return false;
    }
  }
  return true;
}

/* --- Memory --- */

static int address_order(const void *a, const void *b) {
  const dlw_placed *x = a, *y = b;
  return x->address < y->address ? -1 : x->address > y->address;
}

/* wasm-ld makes a handful, or one a section with --no-merge-data-segments. */
static bool segments_sort(dlw_ctx *cx, dlw_layout *l, const bases *b) {
  const dlw_module *m = l->module;
  uint32_t passive = 0;
  bool sorted = true;
  l->has_addresses = true;
  l->segments = dlw_alloc(cx, m->segment_count, sizeof *l->segments);
  if (!l->segments)
    return false;
  for (uint32_t i = 0; i < m->segment_count; i++) {
    const dlw_segment *s = &m->segments[i];
    uint64_t address = s->address;
    if (!s->data.n || s->memory)
      continue;
    if (s->flags == 1)
      passive++;
    else if (s->has_address ||
             find_offset(s->init.p, b->memory, b->memory32, &address))
      l->segments[l->segment_count++] = (dlw_placed){address, s->data};
    else
      l->has_addresses = false;
  }
  if (passive && l->has_addresses) {
    l->has_addresses = false;
    if (!dlw_layout_passive(cx, l))
      return false;
  }
  for (uint32_t i = 1; i < l->segment_count; i++)
    sorted &= l->segments[i - 1].address <= l->segments[i].address;
  if (!sorted)
    qsort(l->segments, l->segment_count, sizeof *l->segments, address_order);
  return true;
}

bool dlw_layout_read(dlw_ctx *cx, const dlw_module *m, dlw_layout *out) {
  *out = (dlw_layout){.module = m};
  bases b = find_bases(m);
  out->relative = b.memory != UINT32_MAX || b.table != UINT32_MAX;
  find_limits(m, out);
  return slots_read(cx, out, &b) && segments_sort(cx, out, &b);
}

uint64_t dlw_layout_memory(const dlw_layout *l, uint64_t address,
                           const uint8_t **p) {
  uint32_t low = 0, high = l->segment_count; /* first that begins behind it */
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (l->segments[middle].address <= address)
      low = middle + 1;
    else
      high = middle;
  }
  *p = NULL;
  if (low > 0) {
    const dlw_placed *s = &l->segments[low - 1];
    if (address - s->address < s->data.n) {
      *p = s->data.p + (address - s->address);
      return s->data.n - (address - s->address);
    }
  }
  return low < l->segment_count ? l->segments[low].address - address
                                : UINT64_MAX;
}

bool dlw_layout_copy(const dlw_layout *l, uint64_t address, void *to,
                     size_t size) {
  uint8_t *out = to;
  bool any = false;
  while (size) {
    const uint8_t *p;
    uint64_t run = dlw_layout_memory(l, address, &p);
    size_t n = run < size ? (size_t)run : size;
    if (p)
      memcpy(out, p, n);
    else
      memset(out, 0, n);
    any |= p != NULL;
    out += n;
    size -= n;
    address += n;
  }
  return any;
}
