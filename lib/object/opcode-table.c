/* The table of instructions, built when this is compiled. */
#include "object/opcode-table.h"

#include <stddef.h>

#include "object/code.h"

/* Where the instructions of each prefix begin. */
#define FB_COUNT 0x1f
#define FC_COUNT 0x17
#define FD_COUNT 0x114
#define FE_COUNT 0x4f
#define PLACE(prefix, number)                                                  \
  ((number) + ((prefix) == 0      ? 0                                          \
               : (prefix) == 0xfb ? 256                                        \
               : (prefix) == 0xfc ? 256 + FB_COUNT                             \
               : (prefix) == 0xfd ? 256 + FB_COUNT + FC_COUNT                  \
                                  : 256 + FB_COUNT + FC_COUNT + FD_COUNT))
#define PLACES PLACE(0xfe, FE_COUNT)

static const struct {
  uint16_t count, place;
} prefixes[] = {
    {FB_COUNT, PLACE(0xfb, 0)},
    {FC_COUNT, PLACE(0xfc, 0)},
    {FD_COUNT, PLACE(0xfd, 0)},
    {FE_COUNT, PLACE(0xfe, 0)},
};

/* The lists of operands, numbered and packed. */
enum {
#define X(name, a, b, c, d) LIST_##name,
  DLW_OPERANDS(X)
#undef X
};

#define PACK(a, b, c, d)                                                       \
  ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 |                  \
   (uint32_t)(d) << 24)

enum {
#define X(name, a, b, c, d)                                                    \
  PACKED_##name = PACK(OPERAND_##a, OPERAND_##b, OPERAND_##c, OPERAND_##d),
  DLW_OPERANDS(X)
#undef X
};

#define OPENS(list)                                                            \
  ((list) == LIST_BLOCK || (list) == LIST_IF || (list) == LIST_TRY)
#define LIMIT(list, argument)                                                  \
  ((list) == LIST_NONE || (list) == LIST_END  ? LIMIT_NONE                     \
   : (list) == LIST_I32 || (list) == LIST_I64 ? LIMIT_LEB                      \
   : (list) == LIST_LOCAL                     ? LIMIT_LOCAL                    \
   : (list) == LIST_LABEL                     ? LIMIT_LABEL                    \
   : (list) == LIST_MEMARG                    ? LIMIT_ALIGN + (argument)       \
   : OPENS(list)                              ? LIMIT_VOID                     \
                                              : LIMIT_NEVER)
#define LENGTH(list)                                                           \
  ((list) == LIST_NONE || (list) == LIST_END ? 1                               \
   : (list) == LIST_MEMARG                   ? 3                               \
                                             : 2)
#define LEB(list)                                                              \
  ((list) == LIST_I32 || (list) == LIST_I64 ? 1 : (list) == LIST_MEMARG ? 2 : 0)
#define ENTRY(prefix, list, arg)                                               \
  {.operands = PACKED_##list,                                                  \
   .argument = arg,                                                            \
   .known = true,                                                              \
   .length = LENGTH(LIST_##list),                                              \
   .base = OPENS(LIST_##list) ? 0x40 : 0,                                      \
   .limit = prefix ? LIMIT_NEVER : LIMIT(LIST_##list, arg),                    \
   .clear = LIST_##list == LIST_MEMARG ? 0x80 : 0,                             \
   .block = LIST_##list == LIST_IF    ? IN_IF                                  \
            : LIST_##list == LIST_TRY ? IN_TRY                                 \
                                      : IN_BLOCK,                              \
   .nesting = LIST_##list == LIST_END ? -1 : OPENS(LIST_##list),               \
   .leb = prefix ? 0 : LEB(LIST_##list)}

const dlw_opcode dlw_opcodes[PLACES] = {
#define X(prefix, number, name, list, argument)                                \
  [PLACE(prefix, number)] = ENTRY(prefix, list, argument),
    DLW_OPCODES(X)
#undef X
};

static const char *const names[PLACES] = {
#define X(prefix, number, name, list, argument) [PLACE(prefix, number)] = name,
    DLW_OPCODES(X)
#undef X
};

const dlw_opcode *dlw_opcode_entry(uint32_t opcode) {
  uint32_t prefix = opcode >> 16, number = opcode & 0xffff;
  const dlw_opcode *e;
  if (prefix == 0 && number < 256)
    e = &dlw_opcodes[number];
  else if (prefix >= 0xfb && prefix <= 0xfe &&
           number < prefixes[prefix - 0xfb].count)
    e = &dlw_opcodes[prefixes[prefix - 0xfb].place + number];
  else
    return NULL;
  return e->known ? e : NULL;
}

const char *dlw_opcode_name(uint32_t opcode) {
  const dlw_opcode *e = dlw_opcode_entry(opcode);
  return e ? names[e - dlw_opcodes] : NULL;
}
