/* Private to lib/object: constant expressions and types, which several
   sections hold. */
#ifndef DLWELD_OBJECT_EXPR_H
#define DLWELD_OBJECT_EXPR_H

#include "object/cursor.h"

/* A constant expression: what offsets of segments, elements and initial values
   are. */
typedef struct dlw_expr {
  dlw_bytes bytes; /* with its end opcode */
  bool constant;   /* it is one i32.const or i64.const: */
  uint64_t value;  /* zero-extended */
} dlw_expr;

enum {
  DLW_OP_END = 0x0b,
  DLW_OP_GLOBAL_GET = 0x23,
  DLW_OP_REF_FUNC = 0xd2,
};

/* One instruction of a constant expression. */
typedef struct dlw_expr_op {
  uint8_t code;
  uint64_t operand; /* of DLW_OP_GLOBAL_GET and DLW_OP_REF_FUNC: the index */
  dlw_bytes bytes;
} dlw_expr_op;

bool dlw_expr_next(dlw_cursor *c, dlw_expr_op *op);

/* Reads and checks a whole expression; function and global indices are in
   range of the module as far as it has been read. */
bool dlw_expr_read(dlw_cursor *c, const dlw_module *m, dlw_expr *out);

/* A value type, or with `storage` also i8 and i16; a type index in it must be
   below `type_count`. */
bool dlw_valtype_read(dlw_cursor *c, uint32_t type_count, bool storage);

/* Limits of a table or memory; `flags` as encoded. */
bool dlw_limits_read(dlw_cursor *c, bool memory, uint32_t *flags);

#endif
