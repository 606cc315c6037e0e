/* Private to lib/object: the instructions of opcodes.h as code.c wants them. */
#ifndef DLWELD_OBJECT_OPCODE_TABLE_H
#define DLWELD_OBJECT_OPCODE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "object/opcodes.h"

/* Operands; those that refer to something are the dlw_ref_kind + 1. */
enum {
  OPERAND_NOTHING,
  OPERAND_FUNCTION,
  OPERAND_TYPE,
  OPERAND_TABLE,
  OPERAND_GLOBAL,
  OPERAND_TAG,
  OPERAND_MEMORY,
  OPERAND_DATA,
  OPERAND_ELEM,
  OPERAND_LOCAL,
  OPERAND_LABEL,
  OPERAND_LABELS,       /* of br_table */
  OPERAND_CAUGHT_LABEL, /* of rethrow: the block is a catch */
  OPERAND_BLOCK_TYPE,
  OPERAND_HEAP_TYPE,
  OPERAND_VALUE_TYPE,
  OPERAND_VALUE_TYPES, /* as many as a count says */
  OPERAND_CAST_FLAGS,
  OPERAND_CLAUSE, /* of try_table */
  OPERAND_CLAUSES,
  OPERAND_ALIGNMENT, /* which may be followed by a memory's index */
  OPERAND_EXACT_ALIGNMENT,
  OPERAND_OFFSET,
  OPERAND_LANE,
  OPERAND_LANES, /* of i8x16.shuffle */
  OPERAND_U32,
  OPERAND_S32,
  OPERAND_S64,
  OPERAND_BYTES4,
  OPERAND_BYTES8,
  OPERAND_BYTES16,
  OPERAND_ZERO, /* a byte that is 0 */
  OPERAND_OPEN_BLOCK,
  OPERAND_OPEN_IF,
  OPERAND_OPEN_TRY,
  OPERAND_TURN_ELSE,
  OPERAND_TURN_CATCH,
  OPERAND_TURN_CATCH_ALL,
  OPERAND_CLOSE_TRY,
  OPERAND_CLOSE,
};

/* Kinds of open blocks. */
enum { IN_BLOCK, IN_IF, IN_ELSE, IN_TRY, IN_CATCH, IN_CATCH_ALL };

/* What the second byte of a short instruction may be at most, less `base`. */
enum {
  LIMIT_NEVER, /* the short path is not for it */
  LIMIT_NONE,  /* anything: it belongs to the next instruction */
  LIMIT_VOID,  /* 0: a block without type */
  LIMIT_LEB,   /* one byte of LEB128 */
  LIMIT_LOCAL,
  LIMIT_LABEL,
  LIMIT_ALIGN, /* of 1, 2, 4 and 8 bytes */
  LIMITS = LIMIT_ALIGN + 4,
};

typedef struct dlw_opcode {
  uint32_t operands; /* four, the first in the lowest byte */
  uint8_t argument;
  bool known;
  /* The short path: */
  uint8_t length; /* of the whole instruction */
  uint8_t base;
  uint8_t limit;
  uint8_t clear;  /* bits that must be clear in the third byte */
  uint8_t block;  /* kind of block that it opens */
  int8_t nesting; /* what it adds to the depth of blocks */
  uint8_t leb;    /* where its last operand is, if that is a LEB128 of whose
                     value any up to 32 bits will do; or 0 */
} dlw_opcode;

/* Instructions of one byte come first. */
extern const dlw_opcode dlw_opcodes[];

/* The entry for an opcode as dlw_ref has it, or NULL. */
const dlw_opcode *dlw_opcode_entry(uint32_t opcode);

#endif
