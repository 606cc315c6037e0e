/* The instructions of a function, walked for what they refer to.

   Format: the WebAssembly core specification 3.0, "Binary Format",
   "Instructions", with threads, and the legacy encoding of exceptions.
   opcodes.h is the table of all of them. */
#ifndef DLWELD_OBJECT_CODE_H
#define DLWELD_OBJECT_CODE_H

#include "object/module.h"

/* What an immediate refers to. */
typedef enum dlw_ref_kind {
  DLW_REF_FUNCTION, /* call, return_call, ref.func */
  DLW_REF_TYPE,     /* call_indirect, block types that are type indices (their
                       LEB128 is signed, and positive), call_ref ... */
  DLW_REF_TABLE,    /* call_indirect, table.* */
  DLW_REF_GLOBAL,
  DLW_REF_TAG,    /* throw, catch, the clauses of try_table */
  DLW_REF_MEMORY, /* of memory.size, .grow, .fill, .copy, .init and of memory
                     arguments, where it is not 0 */
  DLW_REF_DATA,   /* memory.init, data.drop, array.new_data ... */
  DLW_REF_ELEM,   /* table.init, elem.drop ... */
  DLW_REF_END,    /* no reference: the function's last end has been read */
} dlw_ref_kind;

typedef struct dlw_ref {
  uint8_t kind;    /* dlw_ref_kind */
  uint8_t width;   /* bytes of the LEB128 */
  uint32_t opcode; /* of the instruction: one byte, or prefix << 16 | number */
  uint32_t index;  /* in range for functions, types, tables, globals, tags,
                      memories; of data and elem as far as the module says */
  const uint8_t *at;          /* the LEB128 */
  const uint8_t *instruction; /* the instruction's first byte */
  const uint8_t *previous;    /* the instruction before it, or NULL at the
                                 beginning of the function */
} dlw_ref;

/* Blocks this deep are kept in the reader itself, others in the arena. */
#define DLW_CODE_NEAR 64

/* A copy may be read on in place of the original, but not besides it. */
typedef struct dlw_code_reader {
  const dlw_module *module;
  dlw_ctx *cx;
  uint32_t function; /* index, imports counted */
  const uint8_t *p, *end;
  const uint8_t *instruction, *previous;
  uint32_t depth; /* of open blocks; the function's own is 1, behind its end
                     it is 0 */
  /* Private to code.c: what of `instruction` is left to read, what the module
     has, and the kinds of the open blocks. */
  uint32_t opcode, operands, repeat, memory;
  uint8_t argument;
  uint32_t locals;
  uint32_t counts[DLW_REF_END]; /* by dlw_ref_kind */
  int16_t limits[10];           /* on the short path */
  uint8_t near[DLW_CODE_NEAR];
  uint8_t *far;
  uint32_t far_room;
} dlw_code_reader;

/* Starts at the first instruction of defined function `number` (imports not
   counted). `name`s in messages come from the caller: `dlw_code_fail` names
   the function by its index and, if the module has one, its name. */
void dlw_code_start(dlw_code_reader *r, dlw_ctx *cx, const dlw_module *m,
                    uint32_t number);

/* The next reference; kind DLW_REF_END once the function's body is over, and
   ends where it must. False: an opcode that is not known, an immediate that is
   cut off or out of range, code behind the last end or none; reported with the
   offset in the file and the function's name. */
bool dlw_code_next(dlw_code_reader *r, dlw_ref *out);

/* Reports a fault in the function being read, at `at`, and returns false:
   "libx.so:0x1c: error: function 12 'foo': ...". */
bool dlw_code_fail(const dlw_code_reader *r, const uint8_t *at,
                   const char *format, ...)
    __attribute__((format(printf, 3, 4), cold, noinline));

/* One instruction, for who reads them one by one: the evaluator of the
   linker's own functions, and tests. */
typedef struct dlw_instruction {
  uint32_t opcode;           /* as in dlw_ref */
  const uint8_t *immediates; /* behind the opcode */
  dlw_bytes bytes;           /* all of it */
} dlw_instruction;

/* The instruction at the cursor, which moves behind it; references in it are
   checked as by dlw_code_next, and not told. False: reported. The function's
   last `end` comes like any other; the call after it sets *done, and *out is
   then nothing. */
bool dlw_code_step(dlw_code_reader *r, dlw_instruction *out, bool *done);

/* The instruction's name in the text format, e.g. "i32.load8_s", or NULL. */
const char *dlw_opcode_name(uint32_t opcode);

#endif
