/* The code section: every index becomes a padded LEB128 with a relocation, and
   uses of globals whose value is known become what a compiler writes for code
   that is linked in place. All else is copied as it is, in spans.

     global.get G          G is __memory_base, a GOT entry ...: T.const address
     global.get B; T.const c; T.add     (or - c, or the constant first)
                           one T.const, of symbol and addend; behind
                           __table_base the function of that slot
     global.get T          T is __tls_base: the linker's, and the distance of
                           the module's block from it

   In position-independent output T.const is instead a global.get of the GOT
   entry that the linker makes. Where there is DWARF, three instructions stay
   three, so that offsets in it stay right, and of 64 bits a global.get too. */
#include "object/lift-private.h"

enum {
  OP_DROP = 0x1a,
  OP_GLOBAL_GET = 0x23,
  OP_I32_CONST = 0x41,
  OP_I64_CONST = 0x42,
  OP_I32_ADD = 0x6a,
  OP_I64_ADD = 0x7c,
  OP_REF_FUNC = 0xd2,
};

/* Most that a reference becomes, and most of a relocation. */
enum { ROOM = 64, RELOC_ROOM = 40 };

typedef struct writer {
  dlw_lifter *l;
  dlw_code_reader r;
  const uint8_t *from; /* not written yet */
} writer;

/* --- Bytes --- */

static inline uint8_t *reserve(dlw_buf *b, size_t n) {
  if (__builtin_expect(n > b->capacity - b->size, 0)) {
    if (!dlw_buf_grow(b, n))
      return NULL;
    b->size -= n;
  }
  return b->data + b->size;
}

static inline uint8_t *put_leb(uint8_t *p, uint64_t v) {
  while (v >= 0x80) {
    *p++ = (uint8_t)(v | 0x80);
    v >>= 7;
  }
  *p++ = (uint8_t)v;
  return p;
}

static uint8_t *put_sleb(uint8_t *p, int64_t v) {
  while (v < -64 || v > 63) {
    *p++ = (uint8_t)(v | 0x80);
    v >>= 7;
  }
  *p++ = (uint8_t)(v & 0x7f);
  return p;
}

static inline uint8_t *put_index(uint8_t *p, uint32_t v) {
  p[0] = (uint8_t)(v | 0x80);
  p[1] = (uint8_t)(v >> 7 | 0x80);
  p[2] = (uint8_t)(v >> 14 | 0x80);
  p[3] = (uint8_t)(v >> 21 | 0x80);
  p[4] = (uint8_t)(v >> 28);
  return p + 5;
}

/* A constant of `width` bytes. */
static uint8_t *put_padded(uint8_t *p, int64_t v, unsigned width) {
  while (--width) {
    *p++ = (uint8_t)(v | 0x80);
    v >>= 7;
  }
  *p++ = (uint8_t)(v & 0x7f);
  return p;
}

/* Writes what stands before `to`, and room for what replaces what follows.
   The result is valid until the next call. */
static inline uint8_t *copy_to(writer *w, const uint8_t *to) {
  size_t n = (size_t)(to - w->from);
  uint8_t *out = reserve(&w->l->code, n + ROOM);
  if (!out)
    return NULL;
  memcpy(out, w->from, n);
  w->from = to;
  return out + n;
}

static inline void written(dlw_lifter *l, const uint8_t *end) {
  l->code.size = (size_t)(end - l->code.data);
}

/* A relocation of what begins at `at` in the code buffer. */
static inline bool reloc(dlw_lifter *l, uint8_t type, const uint8_t *at,
                         uint32_t index) {
  uint8_t *p = reserve(&l->code_relocs, RELOC_ROOM);
  if (!p)
    return false;
  *p++ = type;
  p = put_leb(p, (uint64_t)(at - l->code.data) + DLW_CODE_COUNT_SIZE);
  p = put_leb(p, index);
  l->code_relocs.size = (size_t)(p - l->code_relocs.data);
  l->code_reloc_count++;
  return true;
}

static bool reloc_addend(dlw_lifter *l, uint8_t type, const uint8_t *at,
                         uint32_t index, int64_t addend) {
  if (!reloc(l, type, at, index))
    return false;
  uint8_t *p = reserve(&l->code_relocs, 10);
  if (!p)
    return false;
  p = put_sleb(p, addend);
  l->code_relocs.size = (size_t)(p - l->code_relocs.data);
  return true;
}

/* --- Constants around a global.get --- */

/* A T.const and T.add or T.sub that stand beside it. */
typedef struct fold {
  bool found, before; /* the constant stands before the global.get */
  int64_t add;
  uint8_t width; /* of the constant's LEB128 */
} fold;

static inline bool is_sum(uint8_t op, bool wide) {
  return op == (wide ? OP_I64_ADD : OP_I32_ADD) ||
         op == (wide ? OP_I64_ADD + 1 : OP_I32_ADD + 1);
}

/* `next` is behind the global.get; the function's end is one byte long, so
   within it there is always an instruction to look at. */
static fold look_around(const writer *w, const dlw_ref *ref, bool wide) {
  const uint8_t *next = ref->at + ref->width, *end = w->r.end, *p;
  uint8_t constant = wide ? OP_I64_CONST : OP_I32_CONST;
  fold f = {0};
  if (next < end && *next == constant) {
    /* A constant at most as long as it may be, or it is left to the walker to
       complain about. */
    for (p = next + 1; p < end && *p >= 0x80; p++)
      ;
    if (end - p < 2 || p - next > (wide ? 10 : 5) || !is_sum(p[1], wide))
      return f;
    f.found = true;
    f.width = (uint8_t)(p - next);
    p = next + 1;
    f.add = dlw_sleb_checked(&p);
    if (*p != (wide ? OP_I64_ADD : OP_I32_ADD))
      f.add = (int64_t)-(uint64_t)f.add;
    return f;
  }
  if (!ref->previous || *ref->previous != constant || next == end ||
      *next != (wide ? OP_I64_ADD : OP_I32_ADD) || ref->previous < w->from)
    return f;
  p = ref->previous + 1;
  f.add = dlw_sleb_checked(&p);
  f.found = f.before = p == ref->instruction;
  f.width = (uint8_t)(p - ref->previous - 1);
  return f;
}

/* --- Values --- */

/* Are addresses taken from the GOT, and not constants? In position-independent
   code they must be; and a constant of 64 bits is longer than what it stands
   for, which matters where there is DWARF. */
static bool by_entry(const dlw_lifter *l, bool wide) {
  return l->pic || (wide && l->word == 0x7e && l->debug);
}

/* Writes T.const with a relocation for a symbol's address or slot, or in
   position-independent code the global.get of its GOT entry. */
static uint8_t *put_symbol(dlw_lifter *l, uint8_t *p, uint32_t symbol,
                           int64_t addend, bool wide) {
  const dlw_lift_symbol *s = &l->symbols[symbol];
  bool slot = s->kind == DLW_SYM_FUNCTION;
  /* Another module's datum may be thread-local; only a GOT entry will do. */
  bool elsewhere = !slot && (s->flags & DLW_SYM_UNDEFINED) && l->shared;
  if (by_entry(l, wide) || elsewhere) {
    *p++ = OP_GLOBAL_GET;
    if (!reloc(l, DLW_R_GLOBAL_INDEX_LEB, p, symbol))
      return NULL;
    p = put_index(p, 0);
    if (addend == 0)
      return p;
    *p++ = wide ? OP_I64_CONST : OP_I32_CONST;
    p = put_sleb(p, addend);
    *p++ = wide ? OP_I64_ADD : OP_I32_ADD;
    return p;
  }
  *p++ = wide ? OP_I64_CONST : OP_I32_CONST;
  if (slot) {
    if (!reloc(l, wide ? DLW_R_TABLE_INDEX_SLEB64 : DLW_R_TABLE_INDEX_SLEB, p,
               symbol))
      return NULL;
    p = put_padded(p, 0, wide ? 10 : 5);
    if (addend == 0)
      return p;
    *p++ = wide ? OP_I64_CONST : OP_I32_CONST;
    p = put_sleb(p, addend);
    *p++ = wide ? OP_I64_ADD : OP_I32_ADD;
    return p;
  }
  if (!reloc_addend(l, wide ? DLW_R_MEMORY_ADDR_SLEB64 : DLW_R_MEMORY_ADDR_SLEB,
                    p, symbol, addend))
    return NULL;
  return put_padded(p, 0, wide ? 10 : 5);
}

static uint8_t *put_tls(dlw_lifter *l, uint8_t *p, int64_t add, bool wide) {
  *p++ = OP_GLOBAL_GET;
  if (!reloc(l, DLW_R_GLOBAL_INDEX_LEB, p, l->tls_base))
    return NULL;
  p = put_index(p, l->symbols[l->tls_base].index);
  *p++ = wide ? OP_I64_CONST : OP_I32_CONST;
  if (!reloc_addend(
          l, wide ? DLW_R_MEMORY_ADDR_TLS_SLEB64 : DLW_R_MEMORY_ADDR_TLS_SLEB,
          p, l->tls.symbol, add))
    return NULL;
  p = put_padded(p, 0, wide ? 10 : 5);
  *p++ = wide ? OP_I64_ADD : OP_I32_ADD;
  return p;
}

/* A slot by its number. If it has no function, all slots have to follow the
   first, and the number is added to that. */
static uint8_t *put_slot(dlw_lifter *l, uint8_t *p, uint64_t slot, bool bare,
                         bool wide) {
  uint32_t symbol = dlw_lift_slot_symbol(l, slot);
  if (symbol != DLW_NONE && !bare)
    return put_symbol(l, p, symbol, 0, wide);
  symbol = dlw_lift_first_slot(l);
  return symbol == DLW_NONE ? NULL
                            : put_symbol(l, p, symbol, (int64_t)slot, wide);
}

/* An own datum. In position-independent code the GOT needs a symbol there. */
static uint8_t *put_place(dlw_lifter *l, uint8_t *p, dlw_lift_global *g,
                          uint64_t offset, bool wide) {
  uint32_t symbol = l->memory.symbol;
  if (by_entry(l, wide) && offset != 0 && offset <= l->memory.size) {
    if (g->symbol == DLW_NONE)
      g->symbol = dlw_lift_place_symbol(l, offset);
    symbol = g->symbol;
    offset = 0;
  }
  return symbol == DLW_NONE ? NULL
                            : put_symbol(l, p, symbol, (int64_t)offset, wide);
}

/* What `v`, the value of global `g` and what is added to it, is in code.
   `bare`: it is the base itself, with nothing known of what is added. */
static uint8_t *put_value(writer *w, const dlw_ref *ref, uint8_t *p,
                          dlw_value v, bool bare) {
  dlw_lifter *l = w->l;
  dlw_lift_global *g = &l->globals[ref->index];
  bool wide = g->type == 0x7e;
  if ((l->pic || v.base == DLW_BASE_TLS) && g->type != l->word) {
    dlw_code_fail(&w->r, ref->instruction,
                  "a base that is not of the type of addresses is used");
    return NULL;
  }
  switch (v.base) {
  case DLW_BASE_MEMORY:
    return put_place(l, p, g, v.add, wide);
  case DLW_BASE_TABLE:
    return put_slot(l, p, v.add, bare, wide);
  case DLW_BASE_SYMBOL:
    return put_symbol(l, p, v.symbol, (int64_t)v.add, wide);
  case DLW_BASE_TLS:
    if (l->tls.bytes)
      return put_tls(l, p, (int64_t)v.add, wide);
    dlw_code_fail(&w->r, ref->instruction,
                  "__tls_base is used, but nothing tells what the module's "
                  "thread-local data are");
    return NULL;
  default:
    *p++ = wide ? OP_I64_CONST : OP_I32_CONST;
    return put_padded(p, (int64_t)v.add, wide ? 10 : 5);
  }
}

/* Which constants beside the global.get may be taken into its value. */
static fold fold_of(const writer *w, const dlw_ref *ref, dlw_value *v) {
  const dlw_lifter *l = w->l;
  const dlw_lift_global *g = &l->globals[ref->index];
  fold f = {0};
  bool memory = v->base == DLW_BASE_MEMORY && !l->pic && !l->debug;
  bool table = v->base == DLW_BASE_TABLE;
  if (!memory && !table && v->base != DLW_BASE_TLS)
    return f;
  f = look_around(w, ref, g->type == 0x7e);
  uint64_t add = v->add + (uint64_t)f.add;
  if (f.found && table && dlw_lift_slot_symbol(l, add) == DLW_NONE)
    f.found = false;
  if (f.found)
    v->add = add;
  return f;
}

static bool get_global(writer *w, const dlw_ref *ref) {
  dlw_value v = w->l->globals[ref->index].value;
  bool bare = w->l->globals[ref->index].imported;
  fold f = fold_of(w, ref, &v);
  bool keep = w->l->debug && v.base != DLW_BASE_TLS;
  bool wide = w->l->globals[ref->index].type == 0x7e;
  uint8_t constant = wide ? OP_I64_CONST : OP_I32_CONST;
  uint8_t *p =
      copy_to(w, f.found && f.before ? ref->previous : ref->instruction);
  if (!p)
    return dlw_out_of_memory(w->l->cx);
  if (f.found && f.before && keep) {
    *p++ = constant;
    p = put_padded(p, 0, f.width);
  }
  p = put_value(w, ref, p, v, bare && !f.found);
  if (!p)
    return (w->l->code.failed || w->l->code_relocs.failed) &&
           dlw_out_of_memory(w->l->cx);
  w->from = ref->at + ref->width;
  if (f.found && !f.before) {
    if (keep) {
      *p++ = constant;
      p = put_padded(p, 0, f.width);
    }
    w->from += 1 + f.width;
  }
  if (f.found && !keep)
    w->from++; /* the sum */
  written(w->l, p);
  return true;
}

static bool cannot_set(const writer *w, const dlw_ref *ref) {
  const dlw_lift_global *g = &w->l->globals[ref->index];
  if (g->tls_base)
    return dlw_code_fail(&w->r, ref->instruction, "it sets __tls_base");
  switch (g->imported ? g->value.base : DLW_BASE_NONE) {
  case DLW_BASE_MEMORY:
    return dlw_code_fail(&w->r, ref->instruction, "it sets __memory_base");
  case DLW_BASE_TABLE:
    return dlw_code_fail(&w->r, ref->instruction, "it sets __table_base");
  case DLW_BASE_SYMBOL:
    return dlw_code_fail(&w->r, ref->instruction,
                         "it sets the GOT entry of '%.*s'",
                         DLW_FMT(w->l->symbols[g->value.symbol].name));
  default:
    return dlw_code_fail(&w->r, ref->instruction,
                         "it sets global %u, whose value is an address that "
                         "the linker knows",
                         ref->index);
  }
}

/* --- References --- */

/* An index that is a padded LEB128 in the object. */
static inline bool put_ref(writer *w, const dlw_ref *ref, uint8_t type,
                           uint32_t symbol, uint32_t index) {
  uint8_t *p = copy_to(w, ref->at);
  if (!p || !reloc(w->l, type, p, symbol))
    return dlw_out_of_memory(w->l->cx);
  p = put_index(p, index);
  w->from = ref->at + ref->width;
  written(w->l, p);
  return true;
}

/* ref.func: what it names must be in an element segment somewhere, and the
   linker's only one is the table. */
static bool put_ref_func(writer *w, const dlw_ref *ref) {
  uint8_t *p = copy_to(w, ref->instruction);
  if (p)
    p = put_symbol(w->l, p, w->l->functions[ref->index], 0, w->l->word == 0x7e);
  if (!p)
    return dlw_out_of_memory(w->l->cx);
  *p++ = OP_DROP;
  written(w->l, p);
  return true;
}

static bool other_ref(writer *w, const dlw_ref *ref) {
  dlw_lifter *l = w->l;
  uint32_t symbol;
  switch (ref->kind) {
  case DLW_REF_TABLE:
    symbol = l->tables[ref->index];
    return put_ref(w, ref, DLW_R_TABLE_NUMBER_LEB, symbol,
                   l->symbols[symbol].index);
  case DLW_REF_TAG:
    symbol = l->tags[ref->index];
    return put_ref(w, ref, DLW_R_TAG_INDEX_LEB, symbol,
                   l->symbols[symbol].index);
  case DLW_REF_MEMORY:
    return dlw_code_fail(&w->r, ref->instruction,
                         "it uses memory %u; the linker has only one",
                         ref->index);
  case DLW_REF_DATA:
    return dlw_code_fail(&w->r, ref->instruction,
                         "%s: objects have no passive data segments",
                         dlw_opcode_name(ref->opcode));
  default:
    return dlw_code_fail(&w->r, ref->instruction,
                         "%s: objects have no element segments",
                         dlw_opcode_name(ref->opcode));
  }
}

static inline bool put_any(writer *w, const dlw_ref *ref) {
  dlw_lifter *l = w->l;
  const dlw_lift_symbol *s;
  const dlw_lift_global *g;
  uint32_t symbol, index;
  switch (ref->kind) {
  case DLW_REF_FUNCTION:
    if (ref->opcode == OP_REF_FUNC && !put_ref_func(w, ref))
      return false;
    symbol = l->functions[ref->index];
    s = &l->symbols[symbol];
    index = s->index;
    if (!(s->flags & DLW_SYM_UNDEFINED))
      index += l->imported[DLW_EXT_FUNCTION];
    return put_ref(w, ref, DLW_R_FUNCTION_INDEX_LEB, symbol, index);
  case DLW_REF_TYPE:
    return put_ref(w, ref, DLW_R_TYPE_INDEX_LEB, ref->index, ref->index);
  case DLW_REF_GLOBAL:
    g = &l->globals[ref->index];
    if (g->value.base == DLW_BASE_UNKNOWN)
      return put_ref(w, ref, DLW_R_GLOBAL_INDEX_LEB, g->symbol,
                     l->symbols[g->symbol].index);
    return ref->opcode == OP_GLOBAL_GET ? get_global(w, ref)
                                        : cannot_set(w, ref);
  default:
    return other_ref(w, ref);
  }
}

/* --- Functions --- */

/* Types of locals are not relocated, so they must not have numbers. */
static bool check_locals(const writer *w, const dlw_code *code) {
  const uint8_t *p = code->body.p;
  for (uint64_t groups = dlw_leb_checked(&p); groups; groups--) {
    dlw_leb_checked(&p);
    if (*p != 0x63 && *p != 0x64) { /* ref null ht, ref ht */
      p++;
      continue;
    }
    const uint8_t *at = p++;
    if (dlw_sleb_checked(&p) >= 0)
      return dlw_code_fail(&w->r, at,
                           "the linker does not know the type of a "
                           "local that refers to a type");
  }
  return true;
}

static bool function(dlw_lifter *l, uint32_t number) {
  const dlw_code *code = &l->m.codes[number];
  writer w = {.l = l, .from = code->body.p};
  size_t delta, start;
  bool same = true;
  dlw_ref ref;
  if (!dlw_buf_grow(&l->code, 5))
    return dlw_out_of_memory(l->cx);
  start = l->code.size;
  delta = start - (size_t)(w.from - l->m.input.p);
  dlw_code_start(&w.r, l->cx, &l->m, number);
  if (!check_locals(&w, code))
    return false;
  for (;;) {
    if (!dlw_code_next(&w.r, &ref))
      return false;
    if (ref.kind == DLW_REF_END)
      break;
    if (!put_any(&w, &ref))
      return false;
    same &= l->code.size - (size_t)(w.from - l->m.input.p) == delta;
  }
  uint8_t *p = copy_to(&w, code->body.p + code->body.n);
  if (!p)
    return dlw_out_of_memory(l->cx);
  written(l, p);
  if (l->code.size > UINT32_MAX - 64)
    return dlw_code_fail(&w.r, code->body.p, "there is too much code");
  dlw_uleb_put(l->code.data + start - 5, l->code.size - start, 5);
  l->places[number] = (dlw_lift_place){(uint32_t)code->body_offset,
                                       (uint32_t)(DLW_CODE_COUNT_SIZE + start),
                                       (uint32_t)code->body.n, same};
  return true;
}

/* A function that was evaluated does nothing any more; one with results (which
   constructors' lists drop) is never one. */
static void empty(dlw_lifter *l, uint32_t number) {
  const dlw_code *code = &l->m.codes[number];
  dlw_buf_uleb_padded(&l->code, 2, 5);
  l->places[number] =
      (dlw_lift_place){(uint32_t)code->body_offset,
                       (uint32_t)(DLW_CODE_COUNT_SIZE + l->code.size),
                       (uint32_t)code->body.n, false};
  dlw_buf_u8(&l->code, 0); /* no locals */
  dlw_buf_u8(&l->code, DLW_OP_END);
}

bool dlw_lift_code(dlw_lifter *l) {
  uint32_t count = l->m.defined[DLW_EXT_FUNCTION];
  l->places = dlw_alloc(l->cx, count, sizeof *l->places);
  if (!l->places)
    return false;
  for (uint32_t i = 0; i < count; i++)
    if (l->dropped[i])
      empty(l, i);
    else if (!function(l, i))
      return false;
  return !l->slots_needed || dlw_lift_make_slots(l);
}
