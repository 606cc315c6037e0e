/* Runs what the linker itself wrote into a shared module, on values of which
   only the base is known: the start function, __wasm_init_tls and
   __wasm_apply_data_relocs. What they store becomes data and relocations, what
   they put into globals the globals' value. They are straight code, but for the
   one branch by which threads agree on who initialises memory: the thread that
   is evaluated is the first. lld/wasm/Writer.cpp writes them; optimisers inline
   them into each other and use locals, which makes no difference here. */
#include "object/lift-private.h"

enum { STACK = 256, LOCALS = 512, CALLS = 16 };

typedef struct eval {
  dlw_lifter *l;
  dlw_eval_mode mode;
  dlw_value stack[STACK];
  unsigned depth;
  uint64_t steps;           /* left */
  uint32_t done[CALLS * 4]; /* functions that ran */
  unsigned done_count;
  dlw_value tls_address; /* of the first thread's TLS block */
  dlw_code_reader at;    /* UNSUPPORTED: where */
} eval;

typedef struct frame {
  dlw_code_reader r;
  dlw_value locals[LOCALS];
  unsigned local_count;
} frame;

static const dlw_value unknown = {DLW_BASE_UNKNOWN, 0, 0};

static dlw_value number(uint64_t v) { return (dlw_value){DLW_BASE_NONE, 0, v}; }

/* --- Memory --- */

/* The segment that [v, v + n) is in, or NULL. */
static dlw_lift_segment *place(eval *e, dlw_value v, uint64_t n,
                               uint64_t *offset) {
  dlw_lift_segment *s = v.base == DLW_BASE_MEMORY ? &e->l->memory
                        : v.base == DLW_BASE_TLS  ? &e->l->tls
                                                  : NULL;
  *offset = e->l->word == 0x7f ? (uint32_t)v.add : v.add;
  return s && s->bytes && dlw_lift_within(s, *offset, n) ? s : NULL;
}

/* The same of bytes that are set to plain numbers: not once addresses have been
   stored there. */
static dlw_lift_segment *plain_place(eval *e, dlw_value v, uint64_t n,
                                     uint64_t *offset) {
  dlw_lift_segment *s = place(e, v, n, offset);
  return s && (*offset >= s->high || *offset + n <= s->low) ? s : NULL;
}

/* The relocation that makes a word of 4 or 8 bytes the value. False: there is
   none for it. */
static bool word_of(const dlw_lifter *l, dlw_value v, bool wide,
                    dlw_lift_word *w) {
  bool slot = v.base == DLW_BASE_TABLE;
  w->addend = 0;
  switch (v.base) {
  case DLW_BASE_MEMORY:
    w->symbol = l->memory.symbol;
    w->addend = (int64_t)v.add;
    break;
  case DLW_BASE_TABLE:
    w->symbol = dlw_lift_slot_symbol(l, v.add);
    if (w->symbol == DLW_NONE)
      return false;
    break;
  case DLW_BASE_SYMBOL:
    w->symbol = v.symbol;
    slot = l->symbols[v.symbol].kind == DLW_SYM_FUNCTION;
    if (slot && v.add != 0)
      return false;
    w->addend = (int64_t)v.add;
    break;
  default:
    return false;
  }
  if (slot)
    w->type = wide ? DLW_R_TABLE_INDEX_I64 : DLW_R_TABLE_INDEX_I32;
  else
    w->type = wide ? DLW_R_MEMORY_ADDR_I64 : DLW_R_MEMORY_ADDR_I32;
  return true;
}

/* Stores `n` bytes of a value. */
static dlw_eval_result store(eval *e, dlw_value address, dlw_value v,
                             unsigned n) {
  dlw_lift_word w;
  if (e->mode == DLW_EVAL_GLOBALS)
    return DLW_EVAL_OK;
  dlw_lift_segment *s = place(e, address, n, &w.offset);
  if (!s)
    return DLW_EVAL_UNSUPPORTED;
  if (v.base == DLW_BASE_NONE && e->mode != DLW_EVAL_RELOCS &&
      plain_place(e, address, n, &w.offset)) {
    for (unsigned i = 0; i < n; i++)
      s->bytes[w.offset + i] = i < 8 ? (uint8_t)(v.add >> (8 * i)) : 0;
    return DLW_EVAL_OK;
  }
  if (!word_of(e->l, v, n == 8, &w) || (n != 4 && n != 8))
    return DLW_EVAL_UNSUPPORTED;
  return dlw_lift_word_add(e->l, s, w) ? DLW_EVAL_OK : DLW_EVAL_ERROR;
}

static dlw_eval_result fill(eval *e, dlw_value to, dlw_value v, dlw_value n) {
  uint64_t offset;
  if (e->mode == DLW_EVAL_GLOBALS)
    return DLW_EVAL_OK;
  if (v.base != DLW_BASE_NONE || n.base != DLW_BASE_NONE)
    return DLW_EVAL_UNSUPPORTED;
  if (n.add == 0)
    return DLW_EVAL_OK;
  dlw_lift_segment *s = plain_place(e, to, n.add, &offset);
  if (!s || e->mode == DLW_EVAL_RELOCS)
    return DLW_EVAL_UNSUPPORTED;
  memset(s->bytes + offset, (int)(v.add & 0xff), n.add);
  return DLW_EVAL_OK;
}

static bool same(dlw_value a, dlw_value b) {
  return a.base == b.base && a.symbol == b.symbol && a.add == b.add;
}

/* memory.init. The TLS block's segment is known by where it goes; its copy for
   the first thread is not needed in memory. */
static dlw_eval_result init(eval *e, uint32_t number_of, dlw_value to,
                            dlw_value from, dlw_value n) {
  dlw_lifter *l = e->l;
  uint64_t offset;
  if (e->mode == DLW_EVAL_GLOBALS)
    return DLW_EVAL_OK;
  if (number_of >= l->m.segment_count || from.base != DLW_BASE_NONE ||
      n.base != DLW_BASE_NONE || e->mode == DLW_EVAL_RELOCS)
    return DLW_EVAL_UNSUPPORTED;
  const dlw_segment *source = &l->m.segments[number_of];
  if (source->flags != 1 || from.add > source->data.n ||
      n.add > source->data.n - from.add)
    return DLW_EVAL_UNSUPPORTED;
  bool tls =
      e->mode == DLW_EVAL_TLS
          ? to.base == DLW_BASE_TLS && to.add == 0
          : e->tls_address.base != DLW_BASE_UNKNOWN && same(to, e->tls_address);
  if (tls) {
    if (to.base == DLW_BASE_MEMORY)
      l->tls_place = to.add;
    if (from.add != 0 || n.add != source->data.n ||
        (l->tls_source != DLW_NONE && l->tls_source != number_of))
      return DLW_EVAL_UNSUPPORTED;
    return dlw_lift_tls_block(l, number_of) ? DLW_EVAL_OK : DLW_EVAL_ERROR;
  }
  dlw_lift_segment *s = plain_place(e, to, n.add, &offset);
  if (!s)
    return DLW_EVAL_UNSUPPORTED;
  if (n.add)
    memcpy(s->bytes + offset, source->data.p + from.add, n.add);
  return DLW_EVAL_OK;
}

/* --- Globals --- */

static dlw_eval_result set_global(eval *e, uint32_t index, dlw_value v,
                                  uint32_t depth) {
  dlw_lift_global *g = &e->l->globals[index];
  if (g->tls_base) {
    e->tls_address = v;
    return e->mode == DLW_EVAL_RELOCS ? DLW_EVAL_UNSUPPORTED : DLW_EVAL_OK;
  }
  if (g->imported || !g->mutable || v.base == DLW_BASE_UNKNOWN ||
      e->mode == DLW_EVAL_RELOCS)
    return DLW_EVAL_UNSUPPORTED;
  /* Only the first thread sets it: it is __tls_base, with no name to tell. */
  if (e->l->shared && e->mode < DLW_EVAL_TLS && depth > 1 &&
      v.base == DLW_BASE_MEMORY && g->type == e->l->word) {
    g->tls_base = true;
    g->value = (dlw_value){DLW_BASE_TLS, 0, 0};
    e->tls_address = v;
    return DLW_EVAL_OK;
  }
  g->value = v;
  return DLW_EVAL_OK;
}

/* --- Instructions --- */

/* Takes `n` values, which are then at e->stack + e->depth. */
static bool pop(eval *e, unsigned n) {
  if (e->depth < n)
    return false;
  e->depth -= n;
  return true;
}

static dlw_eval_result push(eval *e, dlw_value v) {
  if (e->depth == STACK)
    return DLW_EVAL_UNSUPPORTED;
  e->stack[e->depth++] = v;
  return DLW_EVAL_OK;
}

static dlw_value half(dlw_value v) {
  v.add = (uint64_t)(int64_t)(int32_t)(uint32_t)v.add;
  return v;
}

static dlw_value sum(dlw_value a, dlw_value b, bool minus) {
  if (a.base == DLW_BASE_UNKNOWN || b.base == DLW_BASE_UNKNOWN ||
      (b.base != DLW_BASE_NONE && (minus || a.base != DLW_BASE_NONE)))
    return unknown;
  dlw_value v = a.base == DLW_BASE_NONE ? b : a;
  v.add = minus ? a.add - b.add : a.add + b.add;
  return v;
}

static dlw_eval_result compare(eval *e, uint32_t opcode) {
  bool eqz = opcode == 0x45;
  if (!pop(e, eqz ? 1 : 2))
    return DLW_EVAL_UNSUPPORTED;
  const dlw_value *v = e->stack + e->depth;
  if (v[0].base != DLW_BASE_NONE || (!eqz && v[1].base != DLW_BASE_NONE))
    return DLW_EVAL_UNSUPPORTED;
  bool equal = (uint32_t)v[0].add == (eqz ? 0 : (uint32_t)v[1].add);
  return push(e, number(opcode == 0x47 ? !equal : equal));
}

static dlw_eval_result run(eval *e, uint32_t function,
                           const dlw_value *argument, unsigned nested);

static unsigned stored_bytes(uint32_t opcode) {
  static const uint8_t bytes[] = {4, 8, 0, 0, 1, 2, 1, 2, 4};
  return opcode > 0xff ? 16 : bytes[opcode - 0x36];
}

static dlw_eval_result memory_instruction(eval *e, const dlw_instruction *in) {
  const uint8_t *p = in->immediates;
  dlw_value *top;
  uint64_t index;
  switch (in->opcode) {
  case 0x36: /* i32.store */
  case 0x37: /* i64.store */
  case 0x3a: /* i32.store8, which optimisers make of memory.fill */
  case 0x3b:
  case 0x3c: /* i64.store8 */
  case 0x3d:
  case 0x3e:
  case 0xfd << 16 | 11: /* v128.store */
    if (dlw_leb_checked(&p) >= 64 || !pop(e, 2))
      return DLW_EVAL_UNSUPPORTED;
    top = e->stack + e->depth;
    top[0].add += dlw_leb_checked(&p);
    return store(e, top[0], top[1], stored_bytes(in->opcode));
  case 0xfc << 16 | 8: /* memory.init */
    index = dlw_leb_checked(&p);
    if (!pop(e, 3))
      return DLW_EVAL_UNSUPPORTED;
    top = e->stack + e->depth;
    return init(e, (uint32_t)index, top[0], top[1], top[2]);
  case 0xfc << 16 | 9: /* data.drop */
    return DLW_EVAL_OK;
  case 0xfc << 16 | 11: /* memory.fill */
    if (!pop(e, 3))
      return DLW_EVAL_UNSUPPORTED;
    top = e->stack + e->depth;
    return fill(e, top[0], top[1], top[2]);
  /* The flag that threads agree by: it is 0 as yet. */
  case 0xfe << 16 | 0x48: /* i32.atomic.rmw.cmpxchg */
    return pop(e, 3) ? push(e, number(0)) : DLW_EVAL_UNSUPPORTED;
  case 0xfe << 16 | 0x17: /* i32.atomic.store */
    return pop(e, 2) ? DLW_EVAL_OK : DLW_EVAL_UNSUPPORTED;
  case 0xfe << 16 | 0x00: /* memory.atomic.notify */
    return pop(e, 2) ? push(e, unknown) : DLW_EVAL_UNSUPPORTED;
  default:
    return DLW_EVAL_UNSUPPORTED;
  }
}

/* Instructions that only move values; those that branch are in `control`. */
static dlw_eval_result simple(eval *e, frame *f, const dlw_instruction *in) {
  const uint8_t *p = in->immediates;
  dlw_value *top;
  switch (in->opcode) {
  case 0x01: /* nop */
    return DLW_EVAL_OK;
  case 0x1a: /* drop */
    return pop(e, 1) ? DLW_EVAL_OK : DLW_EVAL_UNSUPPORTED;
  case 0x20: /* local.get */
    return push(e, f->locals[dlw_leb_checked(&p)]);
  case 0x21: /* local.set */
  case 0x22: /* local.tee */
    if (!pop(e, 1))
      return DLW_EVAL_UNSUPPORTED;
    f->locals[dlw_leb_checked(&p)] = e->stack[e->depth];
    e->depth += in->opcode == 0x22;
    return DLW_EVAL_OK;
  case 0x23: /* global.get */
    return push(e, e->l->globals[dlw_leb_checked(&p)].value);
  case 0x24: /* global.set */
    if (!pop(e, 1))
      return DLW_EVAL_UNSUPPORTED;
    return set_global(e, (uint32_t)dlw_leb_checked(&p), e->stack[e->depth],
                      f->r.depth);
  case 0x41: /* i32.const */
  case 0x42: /* i64.const */
    return push(e, number((uint64_t)dlw_sleb_checked(&p)));
  case 0xfd << 16 | 12: /* v128.const: only of zeros */
    for (unsigned i = 0; i < 16; i++)
      if (p[i])
        return DLW_EVAL_UNSUPPORTED;
    return push(e, number(0));
  case 0x45: /* i32.eqz */
  case 0x46: /* i32.eq */
  case 0x47: /* i32.ne */
    return compare(e, in->opcode);
  case 0x6a: /* i32.add */
  case 0x6b:
  case 0x7c: /* i64.add */
  case 0x7d:
    if (!pop(e, 2))
      return DLW_EVAL_UNSUPPORTED;
    top = e->stack + e->depth++;
    top[0] = sum(top[0], top[1], in->opcode == 0x6b || in->opcode == 0x7d);
    if (in->opcode < 0x7c)
      top[0] = half(top[0]);
    return DLW_EVAL_OK;
  default:
    return memory_instruction(e, in);
  }
}

/* Passes over instructions until `depth` blocks are open, or, with
   `alternative`, behind the else of the innermost block. */
static dlw_eval_result skip(eval *e, frame *f, uint32_t depth,
                            bool alternative) {
  dlw_instruction in;
  bool done;
  uint32_t from = f->r.depth;
  while (f->r.depth > depth) {
    if (e->steps-- == 0)
      return DLW_EVAL_UNSUPPORTED;
    if (!dlw_code_step(&f->r, &in, &done))
      return DLW_EVAL_ERROR;
    if (alternative && in.opcode == 0x05 && f->r.depth == from)
      return DLW_EVAL_OK;
  }
  return DLW_EVAL_OK;
}

/* Leaves `levels` blocks beside the innermost one. None has results; what they
   leave on the stack is under what follows, and of no account. */
static dlw_eval_result branch(eval *e, frame *f, uint32_t levels) {
  return skip(e, f, f->r.depth - levels - 1, false);
}

static bool constant(eval *e, uint64_t *out) {
  if (!pop(e, 1) || e->stack[e->depth].base != DLW_BASE_NONE)
    return false;
  *out = (uint32_t)e->stack[e->depth].add;
  return true;
}

/* br_table: which of its labels. */
static uint32_t label_of(const uint8_t *p, uint64_t chosen) {
  uint64_t count = dlw_leb_checked(&p);
  if (chosen > count)
    chosen = count;
  while (chosen--)
    dlw_leb_checked(&p);
  return (uint32_t)dlw_leb_checked(&p);
}

static dlw_eval_result control(eval *e, frame *f, const dlw_instruction *in,
                               unsigned nested) {
  const uint8_t *p = in->immediates;
  uint64_t condition = 1;
  uint32_t depth = f->r.depth;
  switch (in->opcode) {
  case 0x02: /* block */
  case 0x04: /* if */
    if (*p != 0x40 || (in->opcode == 0x04 && !constant(e, &condition)))
      return DLW_EVAL_UNSUPPORTED;
    return condition ? DLW_EVAL_OK : skip(e, f, depth - 1, true);
  case 0x05: /* else, at the end of what was taken */
    return skip(e, f, depth - 1, false);
  case 0x0b: /* end */
    return DLW_EVAL_OK;
  case 0x0c: /* br */
    return branch(e, f, (uint32_t)dlw_leb_checked(&p));
  case 0x0d: /* br_if */
    if (!constant(e, &condition))
      return DLW_EVAL_UNSUPPORTED;
    return condition ? branch(e, f, (uint32_t)dlw_leb_checked(&p))
                     : DLW_EVAL_OK;
  case 0x0e: /* br_table */
    if (!constant(e, &condition))
      return DLW_EVAL_UNSUPPORTED;
    return branch(e, f, label_of(p, condition));
  case 0x0f: /* return */
    return branch(e, f, depth - 1);
  case 0x10: /* call */
    return run(e, (uint32_t)dlw_leb_checked(&p), NULL, nested + 1);
  default:
    return simple(e, f, in);
  }
}

/* Locals: the argument, if there is one, then zeros. */
static bool set_locals(frame *f, const dlw_code *code,
                       const dlw_value *argument) {
  const uint8_t *p = code->body.p;
  uint64_t groups = dlw_leb_checked(&p), count = argument != NULL;
  while (groups--) {
    count += dlw_leb_checked(&p);
    if (count > LOCALS || *p < 0x7b) /* one byte: a number's type */
      return false;
    p++;
  }
  for (unsigned i = 0; i < count; i++)
    f->locals[i] = number(0);
  if (argument)
    f->locals[0] = *argument;
  f->local_count = (unsigned)count;
  return true;
}

bool dlw_lift_has_type(const dlw_lifter *l, uint32_t function,
                       uint64_t parameters) {
  const uint8_t *p =
      l->m.types[dlw_module_function_type(&l->m, function)].p + 1;
  if (dlw_leb_checked(&p) != parameters)
    return false;
  for (; parameters; parameters--)
    if (*p++ < 0x7b)
      return false;
  return *p == 0;
}

static dlw_eval_result run(eval *e, uint32_t function,
                           const dlw_value *argument, unsigned nested) {
  dlw_lifter *l = e->l;
  uint32_t imported = l->m.imported[DLW_EXT_FUNCTION];
  unsigned height = e->depth;
  frame f;
  dlw_instruction in = {0};
  bool done = false;
  if (function < imported || nested >= CALLS ||
      e->done_count == sizeof e->done / sizeof *e->done ||
      !dlw_lift_has_type(l, function, argument != NULL))
    return DLW_EVAL_UNSUPPORTED;
  e->done[e->done_count++] = function;
  dlw_code_start(&f.r, l->cx, &l->m, function - imported);
  if (!set_locals(&f, &l->m.codes[function - imported], argument)) {
    e->at = f.r;
    return DLW_EVAL_UNSUPPORTED;
  }
  for (;;) {
    if (!dlw_code_step(&f.r, &in, &done))
      return DLW_EVAL_ERROR;
    if (done)
      break;
    dlw_eval_result result = DLW_EVAL_UNSUPPORTED;
    if (e->steps > 0) {
      e->steps--;
      result = control(e, &f, &in, nested);
    }
    if (result == DLW_EVAL_UNSUPPORTED && !e->at.module) {
      e->at = f.r;
      e->at.p = in.bytes.p;
    }
    if (result != DLW_EVAL_OK)
      return result;
  }
  e->depth = height;
  return DLW_EVAL_OK;
}

void dlw_lift_drop(dlw_lifter *l, uint32_t function) {
  if (l->symbols[l->functions[function]].flags == DLW_SYM_LOCAL)
    l->dropped[function - l->m.imported[DLW_EXT_FUNCTION]] = 1;
}

dlw_eval_result dlw_lift_evaluate(dlw_lifter *l, dlw_eval_mode mode,
                                  uint32_t function, const dlw_value *argument,
                                  dlw_code_reader *at) {
  eval *e = dlw_alloc(l->cx, 1, sizeof *e);
  if (!e)
    return DLW_EVAL_ERROR;
  e->l = l;
  e->mode = mode;
  e->steps = l->m.input.n * 2;
  dlw_eval_result result = run(e, function, argument, 0);
  for (unsigned i = 0; result == DLW_EVAL_OK && i < e->done_count; i++)
    dlw_lift_drop(l, e->done[i]);
  *at = e->at;
  return result;
}
