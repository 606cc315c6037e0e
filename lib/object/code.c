/* Walks the instructions of a function. Core specification 3.0, "Binary
   Format": Instructions, with the proposals that opcodes.h names.

   Lifting reads every instruction of a library, so speed counts: most of them
   are one, two or three bytes long and have no operand that refers to
   anything but a local or a block. A table tells for each first byte how long
   it then is, in what range its second byte must be, which bits of its third
   must be clear, and what it does to the nesting of blocks; where that holds,
   the instruction is passed over without a branch on what it is. All else goes
   operand by operand, driven by the same table. */
#include "object/code.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "object/cursor.h"
#include "object/opcode-table.h"

static_assert(OPERAND_FUNCTION == DLW_REF_FUNCTION + 1 &&
                  OPERAND_ELEM == DLW_REF_ELEM + 1,
              "operands that are references");

/* --- Faults --- */

bool dlw_code_fail(const dlw_code_reader *r, const uint8_t *at,
                   const char *format, ...) {
  char text[512];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  dlw_where where = r->module->where;
  where.offset = (uint64_t)(at - r->module->input.p);
  where.has_offset = true;
  dlw_str *all = dlw_module_function_names(r->cx, r->module);
  dlw_str name = all ? all[r->function] : (dlw_str){0};
  if (name.n == 0)
    return dlw_error(r->cx, &where, "function %u: %s", r->function, text);
  return dlw_error(r->cx, &where, "function %u '%.*s': %s", r->function,
                   DLW_FMT(name), text);
}

/* For messages, also where the opcode itself is not complete. */
static const char *opcode_name(const dlw_code_reader *r) {
  const char *name = dlw_opcode_name(r->opcode);
  return name ? name : "opcode";
}

static bool cut_off(const dlw_code_reader *r) {
  return dlw_code_fail(r, r->instruction,
                       "the instruction runs past the function's end");
}

/* --- Blocks --- */

static void set_label_limit(dlw_code_reader *r) {
  r->limits[LIMIT_LABEL] = (int16_t)(r->depth > 128 ? 127 : r->depth - 1);
}

static uint8_t *block_at(dlw_code_reader *r, uint32_t depth) {
  return depth < DLW_CODE_NEAR ? &r->near[depth]
                               : &r->far[depth - DLW_CODE_NEAR];
}

static uint8_t *innermost(dlw_code_reader *r) {
  return block_at(r, r->depth - 1);
}

static bool open_block(dlw_code_reader *r, uint8_t kind) {
  if (r->depth >= DLW_CODE_NEAR &&
      !dlw_grow(r->cx, &r->far, r->depth - DLW_CODE_NEAR, &r->far_room, 1))
    return false;
  *block_at(r, r->depth++) = kind;
  set_label_limit(r);
  return true;
}

static bool close_block(dlw_code_reader *r) {
  r->depth--;
  set_label_limit(r);
  if (r->depth > 0 || r->p == r->end)
    return true;
  return dlw_code_fail(r, r->p, "%zu bytes follow the function's end",
                       (size_t)(r->end - r->p));
}

/* else, catch and catch_all: the innermost block must be of one of two kinds,
   and goes on as another. */
static bool turn(dlw_code_reader *r, uint8_t a, uint8_t b, uint8_t into) {
  uint8_t *kind = innermost(r);
  if (*kind != a && *kind != b)
    return dlw_code_fail(r, r->instruction, "%s is not in %s", opcode_name(r),
                         a == IN_IF ? "an if" : "a try");
  *kind = into;
  return true;
}

/* --- Operands --- */

static bool leb_slow(dlw_code_reader *r, unsigned bits, uint64_t *out) {
  uint64_t v = 0;
  const uint8_t *p = r->p;
  for (unsigned shift = 0;; shift += 7) {
    if (p == r->end)
      return cut_off(r);
    uint8_t b = *p++;
    if (shift + 7 > bits && (b >> (bits - shift)) != 0)
      return dlw_code_fail(r, r->p, "%s: not a LEB128 of at most %u bits",
                           opcode_name(r), bits);
    v |= (uint64_t)(b & 0x7f) << shift;
    if (b < 0x80)
      break;
  }
  r->p = p;
  *out = v;
  return true;
}

/* Eight bytes, the first in the lowest. */
static inline uint64_t word_at(const uint8_t *p) {
  uint64_t w;
  memcpy(&w, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  w = __builtin_bswap64(w);
#endif
  return w;
}

/* Bytes of the LEB128 at the head of a word; 9: more than the word has. */
static inline unsigned leb_length(uint64_t w) {
  uint64_t last = ~w & UINT64_C(0x8080808080808080);
  return last ? (unsigned)__builtin_ctzll(last) / 8 + 1 : 9;
}

/* Without a branch on how long it is: linkers pad some and others not. */
static inline bool leb32(dlw_code_reader *r, uint32_t *out) {
  uint64_t v = 0;
  if (r->end - r->p >= 8) {
    uint64_t w = word_at(r->p);
    unsigned n = leb_length(w);
    if (n <= 5) {
      w &= ~(uint64_t)0 >> (64 - 8 * n);
      v = (w & 0x7f) | (w >> 1 & 0x3f80) | (w >> 2 & 0x1fc000) |
          (w >> 3 & 0xfe00000) | (w >> 4 & UINT64_C(0x7f0000000));
      if (v <= UINT32_MAX) {
        r->p += n;
        *out = (uint32_t)v;
        return true;
      }
    }
  }
  if (!leb_slow(r, 32, &v))
    return false;
  *out = (uint32_t)v;
  return true;
}

static bool sleb(dlw_code_reader *r, unsigned bits, int64_t *out) {
  uint64_t v = 0;
  unsigned shift = 0;
  const uint8_t *p = r->p;
  uint8_t b;
  do {
    if (p == r->end)
      return cut_off(r);
    b = *p++;
    if (shift + 7 > bits) {
      /* The last byte there may be: its bits from the sign on are equal. */
      unsigned used = bits - shift;
      uint8_t high = (uint8_t)((b & 0x7f) >> (used - 1));
      if (b >= 0x80 || (high != 0 && high != 0x7f >> (used - 1)))
        return dlw_code_fail(r, r->p,
                             "%s: not a signed LEB128 of at most %u bits",
                             opcode_name(r), bits);
    }
    v |= (uint64_t)(b & 0x7f) << shift;
    shift += 7;
  } while (b >= 0x80);
  if (shift < 64 && (b & 0x40))
    v |= ~(uint64_t)0 << shift;
  r->p = p;
  *out = (int64_t)v;
  return true;
}

/* A constant whose value nobody asks for: of so few bytes any will do. */
static inline bool skip_constant(dlw_code_reader *r, unsigned bits) {
  int64_t ignored;
  if (r->end - r->p >= 8) {
    unsigned n = leb_length(word_at(r->p));
    if (n <= bits / 8) {
      r->p += n;
      return true;
    }
  }
  return sleb(r, bits, &ignored);
}

static bool byte_of(dlw_code_reader *r, uint8_t *out) {
  if (r->p == r->end)
    return cut_off(r);
  *out = *r->p++;
  return true;
}

static bool skip(dlw_code_reader *r, size_t n) {
  if (n > (size_t)(r->end - r->p))
    return cut_off(r);
  r->p += n;
  return true;
}

/* Puts an operand in front of those that are left. At most four are. */
static void push(dlw_code_reader *r, uint8_t operand) {
  assert(r->operands >> 24 == 0);
  r->operands = r->operands << 8 | operand;
}

static void set_ref(const dlw_code_reader *r, uint8_t kind, const uint8_t *at,
                    uint32_t index, dlw_ref *out) {
  out->kind = kind;
  out->width = (uint8_t)(r->p - at);
  out->opcode = r->opcode;
  out->index = index;
  out->at = at;
  out->instruction = r->instruction;
  out->previous = r->previous;
}

/* An operand was read and is a reference, is none, or is at fault. */
typedef enum result { FAULT, PLAIN, REFERENCE } result;

static result result_of(bool ok) { return ok ? PLAIN : FAULT; }

static result out_of_range(dlw_code_reader *r, const uint8_t *at,
                           const char *what, uint64_t index) {
  dlw_code_fail(r, at, "%s index %llu is out of range", what,
                (unsigned long long)index);
  return FAULT;
}

static result index_of(dlw_code_reader *r, unsigned kind, dlw_ref *out) {
  static const char *const kinds[] = {"function", "type",   "table", "global",
                                      "tag",      "memory", "data",  "elem"};
  const uint8_t *at = r->p;
  uint32_t index;
  if (!leb32(r, &index))
    return FAULT;
  if (index >= r->counts[kind])
    return out_of_range(r, at, kinds[kind], index);
  if (kind == DLW_REF_MEMORY) {
    r->memory = index;
    if (index == 0)
      return PLAIN;
  }
  set_ref(r, (uint8_t)kind, at, index, out);
  return REFERENCE;
}

static result local(dlw_code_reader *r) {
  const uint8_t *at = r->p;
  uint32_t index;
  if (!leb32(r, &index))
    return FAULT;
  return index < r->locals ? PLAIN : out_of_range(r, at, "local", index);
}

static bool label(dlw_code_reader *r, uint32_t *out) {
  const uint8_t *at = r->p;
  if (!leb32(r, out))
    return false;
  return *out < r->depth ||
         dlw_code_fail(r, at, "label %u is out of range", *out);
}

static bool caught_label(dlw_code_reader *r) {
  const uint8_t *at = r->p;
  uint32_t index;
  if (!label(r, &index))
    return false;
  uint8_t kind = *block_at(r, r->depth - 1 - index);
  return kind == IN_CATCH || kind == IN_CATCH_ALL ||
         dlw_code_fail(r, at, "label %u is not of a catch", index);
}

static bool labels(dlw_code_reader *r) {
  uint32_t count, ignored;
  if (!leb32(r, &count))
    return false;
  for (uint64_t i = 0; i <= count; i++)
    if (!label(r, &ignored))
      return false;
  return true;
}

/* A type index, positive, as a signed LEB128; or one of the abstract heap
   types, negative, of one byte. */
static result heap_type(dlw_code_reader *r, dlw_ref *out) {
  const uint8_t *at = r->p;
  int64_t type = 0;
  if (!sleb(r, 33, &type))
    return FAULT;
  if (type < 0) {
    if (*at >= 0x68 && *at <= 0x75)
      return PLAIN;
    return result_of(dlw_code_fail(r, at, "0x%02x is not a type", *at));
  }
  if (type >= r->counts[DLW_REF_TYPE])
    return out_of_range(r, at, "type", (uint64_t)type);
  set_ref(r, DLW_REF_TYPE, at, (uint32_t)type, out);
  return REFERENCE;
}

static bool value_type(dlw_code_reader *r) {
  const uint8_t *at = r->p;
  uint8_t type = 0;
  if (!byte_of(r, &type))
    return false;
  if (type == 0x63 || type == 0x64) /* ref null ht, ref ht */
    push(r, OPERAND_HEAP_TYPE);
  else if (!(type >= 0x7b && type <= 0x7f) && !(type >= 0x68 && type <= 0x75))
    return dlw_code_fail(r, at, "0x%02x is not a value type", type);
  return true;
}

static result block_type(dlw_code_reader *r, dlw_ref *out) {
  if (r->p == r->end)
    return result_of(cut_off(r));
  if (*r->p == 0x40) { /* nothing */
    r->p++;
    return PLAIN;
  }
  if (*r->p > 0x40 && *r->p < 0x80)
    return result_of(value_type(r));
  return heap_type(r, out);
}

static bool value_types(dlw_code_reader *r, bool first) {
  if (first && !leb32(r, &r->repeat))
    return false;
  if (!first) {
    r->repeat--;
    if (!value_type(r))
      return false;
  }
  /* Behind the heap type that this one may have pushed. */
  if (r->repeat)
    r->operands = r->operands ? r->operands | OPERAND_VALUE_TYPE << 8
                              : OPERAND_VALUE_TYPE;
  return true;
}

/* catch and catch_ref have a tag, catch_all and catch_all_ref none. */
static bool clauses(dlw_code_reader *r, bool first) {
  const uint8_t *at = r->p;
  uint8_t kind = 0;
  if (first && !leb32(r, &r->repeat))
    return false;
  if (!first) {
    if (!byte_of(r, &kind))
      return false;
    if (kind > 3)
      return dlw_code_fail(r, at, "kind %u of a catch clause is unknown", kind);
    r->repeat--;
  }
  if (r->repeat)
    push(r, OPERAND_CLAUSE);
  if (!first) {
    push(r, OPERAND_LABEL);
    if (kind < 2)
      push(r, OPERAND_TAG);
  }
  return true;
}

static bool alignment(dlw_code_reader *r, bool exact) {
  const uint8_t *at = r->p;
  uint32_t flags;
  if (!leb32(r, &flags))
    return false;
  if (flags >= 0x80)
    return dlw_code_fail(r, at, "memory argument's flags 0x%x are unknown",
                         flags);
  if ((flags & 0x3f) > r->argument || (exact && (flags & 0x3f) != r->argument))
    return dlw_code_fail(r, at, "alignment 2^%u of %u bytes", flags & 0x3f,
                         1u << r->argument);
  r->memory = 0;
  if (flags & 0x40)
    push(r, OPERAND_MEMORY);
  else if (r->counts[DLW_REF_MEMORY] == 0)
    return dlw_code_fail(r, at, "there is no memory");
  return true;
}

/* Of the memories' types only the first one's is known. */
static bool offset(dlw_code_reader *r) {
  const uint8_t *at = r->p;
  uint64_t v = 0;
  if (r->end - r->p >= 8) {
    unsigned n = leb_length(word_at(r->p));
    if (n <= 4) { /* any fits */
      r->p += n;
      return true;
    }
  }
  if (!leb_slow(r, 64, &v))
    return false;
  return r->memory || r->module->memory64 || v <= UINT32_MAX ||
         dlw_code_fail(r, at, "offset %llu in a memory of 32-bit addresses",
                       (unsigned long long)v);
}

static bool lanes(dlw_code_reader *r, unsigned count, unsigned limit) {
  for (; count; count--) {
    uint8_t lane = 0;
    if (!byte_of(r, &lane))
      return false;
    if (lane >= limit)
      return dlw_code_fail(r, r->p - 1, "lane %u is out of range", lane);
  }
  return true;
}

/* A byte that may be 0 to `most`. */
static bool small(dlw_code_reader *r, unsigned most) {
  uint8_t v = 0;
  if (!byte_of(r, &v))
    return false;
  return v <= most ||
         dlw_code_fail(r, r->p - 1, "byte 0x%02x is not at most %u", v, most);
}

static result control(dlw_code_reader *r, uint8_t operand) {
  switch (operand) {
  case OPERAND_OPEN_BLOCK:
    return result_of(open_block(r, IN_BLOCK));
  case OPERAND_OPEN_IF:
    return result_of(open_block(r, IN_IF));
  case OPERAND_OPEN_TRY:
    return result_of(open_block(r, IN_TRY));
  case OPERAND_TURN_ELSE:
    return result_of(turn(r, IN_IF, IN_IF, IN_ELSE));
  case OPERAND_TURN_CATCH:
    return result_of(turn(r, IN_TRY, IN_CATCH, IN_CATCH));
  case OPERAND_TURN_CATCH_ALL:
    return result_of(turn(r, IN_TRY, IN_CATCH, IN_CATCH_ALL));
  case OPERAND_CLOSE_TRY:
    return result_of(turn(r, IN_TRY, IN_TRY, IN_TRY) && close_block(r));
  default:
    return result_of(close_block(r));
  }
}

static result operand_of(dlw_code_reader *r, uint8_t operand, dlw_ref *out) {
  uint32_t ignored;
  switch (operand) {
  case OPERAND_FUNCTION:
  case OPERAND_TYPE:
  case OPERAND_TABLE:
  case OPERAND_GLOBAL:
  case OPERAND_TAG:
  case OPERAND_MEMORY:
  case OPERAND_DATA:
  case OPERAND_ELEM:
    return index_of(r, operand - 1, out);
  case OPERAND_LOCAL:
    return local(r);
  case OPERAND_LABEL:
    return result_of(label(r, &ignored));
  case OPERAND_LABELS:
    return result_of(labels(r));
  case OPERAND_CAUGHT_LABEL:
    return result_of(caught_label(r));
  case OPERAND_BLOCK_TYPE:
    return block_type(r, out);
  case OPERAND_HEAP_TYPE:
    return heap_type(r, out);
  case OPERAND_VALUE_TYPE:
  case OPERAND_VALUE_TYPES:
    return result_of(value_types(r, operand == OPERAND_VALUE_TYPES));
  case OPERAND_CLAUSE:
  case OPERAND_CLAUSES:
    return result_of(clauses(r, operand == OPERAND_CLAUSES));
  case OPERAND_CAST_FLAGS:
    return result_of(small(r, 3));
  case OPERAND_ALIGNMENT:
  case OPERAND_EXACT_ALIGNMENT:
    return result_of(alignment(r, operand == OPERAND_EXACT_ALIGNMENT));
  case OPERAND_OFFSET:
    return result_of(offset(r));
  case OPERAND_LANE:
    return result_of(lanes(r, 1, 16u >> r->argument));
  case OPERAND_LANES:
    return result_of(lanes(r, 16, 32));
  case OPERAND_U32:
    return result_of(leb32(r, &ignored));
  case OPERAND_S32:
    return result_of(skip_constant(r, 32));
  case OPERAND_S64:
    return result_of(skip_constant(r, 64));
  case OPERAND_BYTES4:
    return result_of(skip(r, 4));
  case OPERAND_BYTES8:
    return result_of(skip(r, 8));
  case OPERAND_BYTES16:
    return result_of(skip(r, 16));
  case OPERAND_ZERO:
    return result_of(small(r, 0));
  default:
    return control(r, operand);
  }
}

/* --- Instructions --- */

/* The parameters of function type `type` and what the body declares. */
static uint32_t count_locals(const dlw_module *m, uint32_t function,
                             const dlw_code *code) {
  dlw_bytes type = m->types[dlw_module_function_type(m, function)];
  const uint8_t *p = type.p;
  uint64_t count = 0;
  if (*p == 0x50 || *p == 0x4f) { /* sub, sub final: supertypes come first */
    p++;
    for (uint64_t n = dlw_leb_checked(&p); n; n--)
      dlw_leb_checked(&p);
  }
  if (*p++ == 0x60)
    count = dlw_leb_checked(&p);
  p = code->body.p;
  for (uint64_t n = dlw_leb_checked(&p); n; n--) {
    count += dlw_leb_checked(&p);
    uint8_t local = *p++;
    if (local == 0x63 || local == 0x64)
      dlw_sleb_checked(&p);
  }
  return count > UINT32_MAX ? UINT32_MAX : (uint32_t)count;
}

static uint32_t total(const dlw_module *m, unsigned kind) {
  return m->imported[kind] + m->defined[kind];
}

void dlw_code_start(dlw_code_reader *r, dlw_ctx *cx, const dlw_module *m,
                    uint32_t number) {
  const dlw_code *code = &m->codes[number];
  assert(number < m->defined[DLW_EXT_FUNCTION]);
  r->module = m;
  r->cx = cx;
  r->function = m->imported[DLW_EXT_FUNCTION] + number;
  r->p = code->body.p + code->locals;
  r->end = code->body.p + code->body.n;
  r->instruction = r->previous = NULL;
  r->opcode = r->operands = r->repeat = r->memory = 0;
  r->argument = 0;
  r->locals = count_locals(m, r->function, code);
  r->counts[DLW_REF_FUNCTION] = total(m, DLW_EXT_FUNCTION);
  r->counts[DLW_REF_TYPE] = m->type_count;
  r->counts[DLW_REF_TABLE] = total(m, DLW_EXT_TABLE);
  r->counts[DLW_REF_GLOBAL] = total(m, DLW_EXT_GLOBAL);
  r->counts[DLW_REF_TAG] = total(m, DLW_EXT_TAG);
  r->counts[DLW_REF_MEMORY] = total(m, DLW_EXT_MEMORY);
  r->counts[DLW_REF_DATA] = m->segment_count;
  r->counts[DLW_REF_ELEM] = m->elem_count;
  r->limits[LIMIT_NEVER] = -1;
  r->limits[LIMIT_NONE] = 255;
  r->limits[LIMIT_VOID] = 0;
  r->limits[LIMIT_LEB] = 127;
  r->limits[LIMIT_LOCAL] = (int16_t)(r->locals > 128 ? 127 : r->locals - 1);
  for (int i = 0; i < 4; i++)
    r->limits[LIMIT_ALIGN + i] = (int16_t)(r->counts[DLW_REF_MEMORY] ? i : -1);
  r->far = NULL;
  r->far_room = 0;
  r->near[0] = IN_BLOCK;
  r->depth = 1;
  set_label_limit(r);
}

/* Reads the opcode of the next instruction. */
static bool next_instruction(dlw_code_reader *r) {
  r->previous = r->instruction;
  r->instruction = r->p;
  if (r->p == r->end)
    return dlw_code_fail(r, r->p, "the function ends within %s",
                         r->depth > 1 ? "a block" : "its code");
  const dlw_opcode *e = &dlw_opcodes[*r->p];
  r->opcode = *r->p++;
  if (r->opcode >= 0xfb && r->opcode <= 0xfe) {
    uint32_t number;
    if (!leb32(r, &number))
      return false;
    if (number > 0xffff || !(e = dlw_opcode_entry(r->opcode << 16 | number)))
      return dlw_code_fail(r, r->instruction, "opcode 0x%02x %u is unknown",
                           r->opcode, number);
    r->opcode = r->opcode << 16 | number;
  }
  if (!e->known)
    return dlw_code_fail(r, r->instruction, "opcode 0x%02x is unknown",
                         r->opcode);
  r->operands = e->operands;
  r->argument = e->argument;
  return true;
}

static result next_operand(dlw_code_reader *r, dlw_ref *out) {
  uint8_t operand = (uint8_t)r->operands;
  r->operands >>= 8;
  return operand_of(r, operand, out);
}

/* Passes over instructions as the head of this file says; of those that change
   the nesting of blocks only while it is `near` enough to be kept in the
   reader, and not over the last end. */
static inline __attribute__((always_inline)) void short_path(dlw_code_reader *r,
                                                             bool near) {
  const uint8_t *p = r->p, *end = r->end;
  const uint8_t *instruction = r->instruction;
  uint32_t depth = r->depth;
  while (end - p >= 3) {
    const dlw_opcode *e = &dlw_opcodes[*p];
    uint32_t deeper = depth + (uint32_t)e->nesting;
    if ((uint8_t)(p[1] - e->base) > r->limits[e->limit] || (p[2] & e->clear) ||
        (near ? deeper - 1 >= DLW_CODE_NEAR - 1 : deeper != depth)) {
      /* The same with a constant or an offset of up to four bytes. */
      if (!e->leb || end - p < 10 ||
          (e->leb == 2 && p[1] > r->limits[e->limit]))
        break;
      unsigned n = leb_length(word_at(p + e->leb));
      if (n > 4)
        break;
      instruction = p;
      p += e->leb + n;
      continue;
    }
    if (near) {
      r->near[depth] = e->block; /* of no meaning where it opens none */
      r->limits[LIMIT_LABEL] = (int16_t)(deeper - 1);
      depth = deeper;
    }
    instruction = p;
    p += e->length;
  }
  r->p = p;
  r->instruction = instruction;
  r->depth = depth;
}

bool dlw_code_next(dlw_code_reader *r, dlw_ref *out) {
  for (;;) {
    while (r->operands) {
      result got = next_operand(r, out);
      if (got != PLAIN)
        return got == REFERENCE;
    }
    if (r->depth == 0) {
      *out = (dlw_ref){.kind = DLW_REF_END,
                       .opcode = r->opcode,
                       .at = r->p,
                       .instruction = r->instruction,
                       .previous = r->previous};
      return true;
    }
    if (r->depth < DLW_CODE_NEAR)
      short_path(r, true);
    else
      short_path(r, false);
    if (!next_instruction(r))
      return false;
  }
}

bool dlw_code_step(dlw_code_reader *r, dlw_instruction *out, bool *done) {
  dlw_ref ignored;
  *out = (dlw_instruction){0};
  *done = false;
  while (r->operands)
    if (next_operand(r, &ignored) == FAULT)
      return false;
  if (r->depth == 0) {
    *done = true;
    return true;
  }
  if (!next_instruction(r))
    return false;
  out->opcode = r->opcode;
  out->immediates = r->p;
  while (r->operands)
    if (next_operand(r, &ignored) == FAULT)
      return false;
  out->bytes = (dlw_bytes){r->instruction, (size_t)(r->p - r->instruction)};
  return true;
}
