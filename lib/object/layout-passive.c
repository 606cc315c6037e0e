/* Where passive segments go: code puts them there. With --shared-memory wasm-ld
   makes the start function do it (__wasm_init_memory), by memory.init with
   constants; wasm-opt may divide segments and inline, but leaves it at that. */
#include "object/code.h"
#include "object/cursor.h"
#include "object/layout-private.h"

enum {
  OP_GLOBAL_SET = 0x24,
  OP_I32_CONST = 0x41,
  OP_I64_CONST = 0x42,
  OP_MEMORY_INIT = 0xfc0008,
  OP_MEMORY_FILL = 0xfc000b,
};

#define DEEP 8u

/* The constants that are on top of the operand stack. */
typedef struct constants {
  uint64_t values[DEEP];
  uint32_t count;
} constants;

static void push(constants *c, uint64_t value) {
  if (c->count == DEEP) {
    memmove(c->values, c->values + 1, (DEEP - 1) * sizeof *c->values);
    c->count--;
  }
  c->values[c->count++] = value;
}

static void pop(constants *c, uint32_t n) {
  c->count -= n < c->count ? n : c->count;
}

/* memory.init of that segment: address, where in the segment, how many. */
static bool place(dlw_ctx *cx, dlw_layout *l, const constants *c,
                  uint32_t number, uint32_t *capacity, bool *known) {
  const dlw_module *m = l->module;
  if (c->count < 3 || number >= m->segment_count)
    return true;
  const uint64_t *v = c->values + c->count - 3;
  dlw_bytes data = m->segments[number].data;
  if (v[1] > data.n || v[2] > data.n - v[1] || !v[2])
    return true;
  if (!dlw_grow(cx, &l->segments, l->segment_count, capacity,
                sizeof *l->segments))
    return false;
  l->segments[l->segment_count++] =
      (dlw_placed){v[0], {data.p + v[1], (size_t)v[2]}};
  known[number] = true;
  return true;
}

/* One function's. What cannot be read is the engine's affair. */
static bool walk(dlw_ctx *cx, dlw_ctx *quiet, dlw_layout *l, uint32_t function,
                 bool *known) {
  dlw_code_reader r;
  dlw_instruction i;
  constants stack = {.count = 0};
  uint32_t capacity = l->segment_count;
  bool done = false;
  dlw_code_start(&r, quiet, l->module, function);
  while (dlw_code_step(&r, &i, &done) && !done) {
    const uint8_t *p = i.immediates;
    switch (i.opcode) {
    case OP_I32_CONST:
      push(&stack, (uint32_t)dlw_sleb_checked(&p));
      break;
    case OP_I64_CONST:
      push(&stack, (uint64_t)dlw_sleb_checked(&p));
      break;
    case OP_GLOBAL_SET: /* of __tls_base, meanwhile */
      pop(&stack, 1);
      break;
    case OP_MEMORY_INIT:
      if (!place(cx, l, &stack, (uint32_t)dlw_leb_checked(&p), &capacity,
                 known))
        return false;
      pop(&stack, 3);
      break;
    case OP_MEMORY_FILL:
      pop(&stack, 3);
      break;
    default:
      stack.count = 0;
      break;
    }
  }
  return true;
}

bool dlw_layout_passive(dlw_ctx *cx, dlw_layout *l) {
  const dlw_module *m = l->module;
  if (m->section_of[DLW_SEC_START] == UINT32_MAX)
    return true;
  const uint8_t *p = m->sections[m->section_of[DLW_SEC_START]].body.p;
  uint32_t start = (uint32_t)dlw_leb_checked(&p);
  uint32_t imported = m->imported[DLW_EXT_FUNCTION];
  bool *known = dlw_alloc(cx, m->segment_count, sizeof *known);
  if (!known)
    return false;
  if (start < imported)
    return true;
  dlw_ctx quiet;
  dlw_ctx_init(&quiet, NULL, NULL);
  bool ok = walk(cx, &quiet, l, start - imported, known);
  dlw_ctx_done(&quiet);
  l->has_addresses = true;
  for (uint32_t i = 0; i < m->segment_count; i++)
    l->has_addresses &=
        m->segments[i].flags != 1 || !m->segments[i].data.n || known[i];
  return ok;
}
