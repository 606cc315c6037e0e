/* Element segments: which function is in which slot behind __table_base. Code
   that adds a constant to __table_base means the function of that slot, and
   becomes a reference to it; only where code does something else with
   __table_base do the slots have to stay consecutive, and each then needs a
   function of its own. */
#include "object/lift-private.h"

/* Engines refuse tables that are larger. */
#define MAX_SLOTS 10000000

static bool set_slot(dlw_lifter *l, dlw_cursor *c, uint64_t slot,
                     uint32_t function, uint32_t *capacity) {
  if (slot >= MAX_SLOTS)
    return dlw_cursor_fail(c, "slot %lld is beyond any table",
                           (long long)slot);
  if (slot >= *capacity) {
    uint64_t want =
        slot + 1 > 2 * (uint64_t)*capacity ? slot + 1 : 2 * (uint64_t)*capacity;
    uint32_t *slots = dlw_alloc(l->cx, want, sizeof *slots);
    if (!slots)
      return false;
    memset(slots, 0xff, want * sizeof *slots);
    if (l->slot_count)
      memcpy(slots, l->slots, l->slot_count * sizeof *slots);
    l->slots = slots;
    *capacity = (uint32_t)want;
  }
  l->slots[slot] = function;
  if (slot >= l->slot_count)
    l->slot_count = (uint32_t)slot + 1;
  return true;
}

/* An item that is an expression: ref.func or ref.null. */
static bool expression_item(dlw_lifter *l, dlw_cursor *c, uint32_t *function) {
  dlw_expr whole;
  dlw_expr_op op;
  const uint8_t *at = c->p;
  if (!dlw_expr_read(c, &l->m, &whole))
    return false;
  dlw_cursor e = *c;
  e.p = whole.bytes.p;
  e.end = whole.bytes.p + whole.bytes.n;
  if (!dlw_expr_next(&e, &op))
    return false;
  *function = DLW_NONE;
  if (op.code == DLW_OP_REF_FUNC)
    *function = (uint32_t)op.operand;
  else if (op.code != 0xd0)
    return dlw_cursor_fail_at(c, at, "an item is neither a function nor null");
  return e.end - e.p == 1 ||
         dlw_cursor_fail_at(c, at, "an item is neither a function nor null");
}

static bool offset_of(dlw_lifter *l, dlw_cursor *c, uint64_t *slot) {
  const uint8_t *at = c->p;
  dlw_expr offset;
  dlw_value v;
  if (!dlw_expr_read(c, &l->m, &offset) || !dlw_lift_expr(l, offset.bytes, &v))
    return false;
  *slot = v.add;
  return v.base == DLW_BASE_TABLE ||
         dlw_cursor_fail_at(c, at,
                            "its offset is not __table_base and a "
                            "constant");
}

/* Flags are those of one_elem in contents.c, which has checked all of this. */
static bool segment(dlw_lifter *l, dlw_cursor *c, uint32_t *capacity) {
  const uint8_t *start = c->p;
  uint32_t flags, table = 0, count;
  uint64_t slot = 0;
  uint8_t kind;
  if (!dlw_cursor_u32(c, "flags", &flags))
    return false;
  bool declares = (flags & 3) == 3;
  if ((flags & 3) == 1)
    return dlw_cursor_fail_at(c, start,
                              "it is passive, which the linker's "
                              "never are");
  if (!(flags & 1)) {
    if ((flags & 2) && !dlw_cursor_u32(c, "table", &table))
      return false;
    if (table != l->table)
      return dlw_cursor_fail_at(c, start,
                                "it fills table %u, which is not "
                                "env.__indirect_function_table",
                                table);
    if (!offset_of(l, c, &slot))
      return false;
  }
  if ((flags & 3) && ((flags & 4) ? !dlw_valtype_read(c, l->m.type_count, false)
                                  : !dlw_cursor_u8(c, "kind", &kind)))
    return false;
  if (!dlw_cursor_u32(c, "count", &count))
    return false;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t function;
    if ((flags & 4) ? !expression_item(l, c, &function)
                    : !dlw_cursor_u32(c, "function", &function))
      return false;
    if (!declares && !set_slot(l, c, slot + i, function, capacity))
      return false;
  }
  return true;
}

bool dlw_lift_table(dlw_lifter *l) {
  uint32_t count, capacity = 0;
  if (l->m.section_of[DLW_SEC_ELEM] == UINT32_MAX)
    return true;
  dlw_reader r;
  dlw_cursor c = dlw_lift_cursor(l, &r, l->m.section_of[DLW_SEC_ELEM]);
  c.section = DLW_STR("elem section");
  if (!dlw_cursor_u32(&c, "count", &count))
    return false;
  c.item = "segment";
  for (uint32_t i = 0; i < count; i++) {
    c.number = i;
    if (!segment(l, &c, &capacity))
      return false;
  }
  return true;
}

uint32_t dlw_lift_slot_symbol(const dlw_lifter *l, uint64_t slot) {
  if (slot >= l->slot_count || l->slots[slot] == DLW_NONE)
    return DLW_NONE;
  return l->functions[l->slots[slot]];
}

/* --- Consecutive slots --- */

static bool make_function(dlw_lifter *l, uint32_t type, uint32_t *number) {
  if (!dlw_grow(l->cx, &l->made, l->made_count, &l->made_capacity,
                sizeof *l->made))
    return false;
  l->made[l->made_count] = type;
  *number = l->m.defined[DLW_EXT_FUNCTION] + l->made_count++;
  return true;
}

/* A type's parameters. */
static uint32_t parameters(const dlw_lifter *l, uint32_t type) {
  const uint8_t *p = l->m.types[type].p + 1;
  return (uint32_t)dlw_leb_checked(&p);
}

/* A function that calls another with its own arguments. */
static bool make_call(dlw_lifter *l, uint32_t function, uint32_t *number) {
  dlw_buf *code = &l->code, *relocs = &l->code_relocs;
  uint32_t type = dlw_module_function_type(&l->m, function);
  uint32_t count = parameters(l, type), symbol = l->functions[function];
  dlw_buf_uleb_padded(code, 0, 5);
  size_t start = code->size;
  dlw_buf_u8(code, 0); /* no locals */
  for (uint32_t i = 0; i < count; i++) {
    dlw_buf_u8(code, 0x20); /* local.get */
    dlw_buf_uleb(code, i);
  }
  dlw_buf_u8(code, 0x10); /* call */
  dlw_buf_u8(relocs, DLW_R_FUNCTION_INDEX_LEB);
  dlw_buf_uleb(relocs, DLW_CODE_COUNT_SIZE + code->size);
  dlw_buf_uleb(relocs, symbol);
  l->code_reloc_count++;
  dlw_buf_uleb_padded(code, l->symbols[symbol].index, 5);
  dlw_buf_u8(code, 0x0b);
  if (dlw_buf_ok(code))
    dlw_uleb_put(code->data + start - 5, code->size - start, 5);
  return make_function(l, type, number);
}

/* A function for a slot that is empty. */
static bool make_trap(dlw_lifter *l, uint32_t *number) {
  static const uint8_t body[] = {0x83, 0x80, 0x80, 0x80,
                                 0x00, 0x00, 0x00, /* unreachable */
                                 0x0b};
  l->trap_type = true;
  dlw_buf_bytes(&l->code, body, sizeof body);
  return make_function(l, l->m.type_count + l->open_types, number);
}

uint32_t dlw_lift_first_slot(dlw_lifter *l) {
  l->slots_needed = true;
  if (l->first_slot == DLW_NONE)
    l->first_slot = dlw_lift_symbol_add(
        l, (dlw_lift_symbol){.kind = DLW_SYM_FUNCTION,
                             .flags = DLW_SYM_HIDDEN,
                             .name = DLW_STR("__dlweld_slot.0")});
  return l->first_slot;
}

static bool slot_symbol(dlw_lifter *l, uint32_t slot, uint32_t number) {
  if (slot == 0) {
    l->symbols[l->first_slot].index = number;
    return true;
  }
  dlw_str name = dlw_sprintf(l->cx, "__dlweld_slot.%u", slot);
  return name.p &&
         dlw_lift_symbol_add(l, (dlw_lift_symbol){.kind = DLW_SYM_FUNCTION,
                                                  .flags = DLW_SYM_HIDDEN,
                                                  .index = number,
                                                  .name = name}) != DLW_NONE;
}

bool dlw_lift_make_slots(dlw_lifter *l) {
  uint32_t count = dlw_module_count(&l->m, DLW_EXT_FUNCTION);
  uint32_t imported = l->m.imported[DLW_EXT_FUNCTION];
  uint8_t *taken = dlw_alloc(l->cx, count, 1);
  if (!taken)
    return false;
  if (l->slot_count == 0) {
    uint32_t number;
    l->slot_count = 1;
    return make_trap(l, &number) && slot_symbol(l, 0, number);
  }
  for (uint32_t i = 0; i < l->slot_count; i++) {
    uint32_t function = l->slots[i], number;
    if (function == DLW_NONE) {
      if (!make_trap(l, &number))
        return false;
    } else if (function < imported || taken[function]) {
      if (!make_call(l, function, &number))
        return false;
    } else {
      taken[function] = 1;
      number = function - imported;
    }
    if (!slot_symbol(l, i, number))
      return false;
  }
  return true;
}
