/* Constant expressions, value types and limits. Core specification,
   "Binary Format": Types and Expressions; "Validation": Constant Expressions,
   with extended-const and GC's allocation instructions. */
#include "object/expr.h"

enum { OP_GC_PREFIX = 0xfb, OP_SIMD_PREFIX = 0xfd };

/* GC: struct.new 0, struct.new_default 1, array.new 6, array.new_default 7 and
   array.new_fixed 8 have a type (the last a length too); any.convert_extern
   26, extern.convert_any 27 and ref.i31 28 have nothing. */
static bool gc_operands(dlw_cursor *c) {
  uint32_t sub, ignored;
  if (!dlw_cursor_u32(c, "opcode", &sub))
    return false;
  switch (sub) {
  case 0:
  case 1:
  case 6:
  case 7:
    return dlw_cursor_u32(c, "type index", &ignored);
  case 8:
    return dlw_cursor_u32(c, "type index", &ignored) &&
           dlw_cursor_u32(c, "length", &ignored);
  case 26:
  case 27:
  case 28:
    return true;
  default:
    return dlw_cursor_fail(c, "opcode 0xfb %u is not constant", sub);
  }
}

bool dlw_expr_next(dlw_cursor *c, dlw_expr_op *op) {
  const uint8_t *start = c->p;
  dlw_bytes ignored;
  int64_t value = 0;
  uint32_t index;
  bool ok = true;
  *op = (dlw_expr_op){0};
  if (!dlw_cursor_u8(c, "expression", &op->code))
    return false;
  switch (op->code) {
  case DLW_OP_END:
  case 0x6a: /* i32.add, sub, mul */
  case 0x6b:
  case 0x6c:
  case 0x7c: /* i64.add, sub, mul */
  case 0x7d:
  case 0x7e:
    break;
  case 0x41: /* i32.const */
    ok = dlw_cursor_signed(c, "constant", 32, &value);
    op->operand = (uint32_t)value;
    break;
  case 0x42: /* i64.const */
    ok = dlw_cursor_signed(c, "constant", 64, &value);
    op->operand = (uint64_t)value;
    break;
  case 0x43: /* f32.const */
    ok = dlw_cursor_bytes(c, "constant", 4, &ignored);
    break;
  case 0x44: /* f64.const */
    ok = dlw_cursor_bytes(c, "constant", 8, &ignored);
    break;
  case DLW_OP_GLOBAL_GET:
  case DLW_OP_REF_FUNC:
    ok = dlw_cursor_u32(c, "index", &index);
    op->operand = ok ? index : 0;
    break;
  case 0xd0: /* ref.null */
    ok = dlw_cursor_signed(c, "heap type", 33, &value);
    break;
  case OP_GC_PREFIX:
    ok = gc_operands(c);
    break;
  case OP_SIMD_PREFIX:
    ok = dlw_cursor_u32(c, "opcode", &index);
    if (ok && index != 12) /* v128.const */
      return dlw_cursor_fail(c, "opcode 0xfd %u is not constant", index);
    ok = ok && dlw_cursor_bytes(c, "constant", 16, &ignored);
    break;
  default:
    return dlw_cursor_fail_at(c, start, "opcode 0x%02x is not constant",
                              op->code);
  }
  op->bytes = (dlw_bytes){start, (size_t)(c->p - start)};
  return ok;
}

bool dlw_expr_read(dlw_cursor *c, const dlw_module *m, dlw_expr *out) {
  const uint8_t *start = c->p;
  uint32_t functions =
      m->imported[DLW_EXT_FUNCTION] + m->defined[DLW_EXT_FUNCTION];
  uint32_t globals = m->imported[DLW_EXT_GLOBAL] + m->defined[DLW_EXT_GLOBAL];
  *out = (dlw_expr){0};
  for (uint32_t n = 0;; n++) {
    const uint8_t *at = c->p;
    dlw_expr_op op;
    if (!dlw_expr_next(c, &op))
      return false;
    if (op.code == DLW_OP_END) {
      out->constant &= n == 1;
      break;
    }
    if (op.code == DLW_OP_GLOBAL_GET && op.operand >= globals)
      return dlw_cursor_fail_at(c, at, "global index %u is out of range",
                                (unsigned)op.operand);
    if (op.code == DLW_OP_REF_FUNC && op.operand >= functions)
      return dlw_cursor_fail_at(c, at, "function index %u is out of range",
                                (unsigned)op.operand);
    if (op.code == 0x41 || op.code == 0x42) {
      out->constant = true;
      out->value = op.operand;
    }
  }
  out->bytes = (dlw_bytes){start, (size_t)(c->p - start)};
  return true;
}

bool dlw_valtype_read(dlw_cursor *c, uint32_t type_count, bool storage) {
  const uint8_t *at = c->p;
  uint8_t type = 0;
  if (!dlw_cursor_u8(c, "type", &type))
    return false;
  if (type >= 0x7b && type <= 0x7f) /* v128, f64, f32, i64, i32 */
    return true;
  if (type >= 0x68 && type <= 0x75) /* short forms of reference types */
    return true;
  if (storage && (type == 0x77 || type == 0x78))
    return true;
  if (type != 0x63 && type != 0x64) /* ref null ht, ref ht */
    return dlw_cursor_fail_at(c, at, "0x%02x is not a value type", type);
  int64_t heap;
  if (!dlw_cursor_signed(c, "heap type", 33, &heap))
    return false;
  if (heap >= (int64_t)type_count)
    return dlw_cursor_fail_at(c, at, "type index %lld is out of range",
                              (long long)heap);
  return true;
}

bool dlw_limits_read(dlw_cursor *c, bool memory, uint32_t *flags) {
  const uint8_t *at = c->p;
  uint64_t ignored;
  uint32_t page;
  if (!dlw_cursor_u32(c, "limits", flags))
    return false;
  /* 1: has a maximum, 2: shared, 4: 64-bit, 8: custom page size */
  if (*flags > (memory ? 15u : 7u))
    return dlw_cursor_fail_at(c, at, "limits 0x%x are unknown", *flags);
  return dlw_cursor_u64(c, "minimum", &ignored) &&
         (!(*flags & 1) || dlw_cursor_u64(c, "maximum", &ignored)) &&
         (!(*flags & 8) || dlw_cursor_u32(c, "page size", &page));
}
