/* The functions that the linker put into a module: which they are, and what
   becomes of them. Those that initialise are evaluated; constructors become
   init functions. lld/wasm/Writer.cpp makes them. */
#include "object/lift-private.h"

#include <stdlib.h>

/* By export, or by its name in the name section. */
static uint32_t find_function(const dlw_lifter *l, dlw_str name) {
  const dlw_module *m = &l->m;
  for (uint32_t i = 0; i < m->export_count; i++)
    if (m->exports[i].kind == DLW_EXT_FUNCTION &&
        dlw_str_eq(m->exports[i].name, name))
      return m->exports[i].index;
  uint32_t count = dlw_module_count(m, DLW_EXT_FUNCTION);
  for (uint32_t i = m->imported[DLW_EXT_FUNCTION]; i < count; i++)
    if (dlw_str_eq(l->function_names[i], name))
      return i;
  return DLW_NONE;
}

bool dlw_lift_tls_block(dlw_lifter *l, uint32_t segment) {
  dlw_bytes data = l->m.segments[segment].data;
  if (l->tls.bytes)
    return true;
  l->tls_source = segment;
  l->tls.size = data.n;
  l->tls.bytes = malloc(data.n ? data.n : 1);
  if (!l->tls.bytes)
    return dlw_out_of_memory(l->cx);
  if (data.n)
    memcpy(l->tls.bytes, data.p, data.n);
  l->tls.symbol = dlw_lift_symbol_add(
      l, (dlw_lift_symbol){.kind = DLW_SYM_DATA,
                           .flags = DLW_SYM_LOCAL | DLW_SYM_TLS,
                           .index = 1,
                           .name = DLW_STR(".L.lifted.tls")});
  return l->tls.symbol != DLW_NONE;
}

/* What __wasm_init_tls sets first is __tls_base: known so without names. */
static bool find_tls_base(dlw_lifter *l, uint32_t function) {
  dlw_code_reader r;
  dlw_instruction in;
  bool done;
  uint32_t imported = l->m.imported[DLW_EXT_FUNCTION];
  if (function == DLW_NONE || function < imported)
    return true;
  dlw_code_start(&r, l->cx, &l->m, function - imported);
  for (;;) {
    if (!dlw_code_step(&r, &in, &done))
      return false;
    if (done || (in.opcode != 0x20 && in.opcode != 0x22 && in.opcode != 0x24))
      return true;
    if (in.opcode != 0x24)
      continue;
    dlw_lift_global *g = &l->globals[dlw_leb_checked(&in.immediates)];
    g->tls_base = g->type == l->word;
    if (g->tls_base)
      g->value = (dlw_value){DLW_BASE_TLS, 0, 0};
    return true;
  }
}

static bool start_function(dlw_lifter *l) {
  uint32_t section = l->m.section_of[DLW_SEC_START];
  if (section == UINT32_MAX)
    return true;
  const uint8_t *body = l->m.sections[section].body.p, *p = body;
  uint32_t function = (uint32_t)dlw_leb_checked(&p);
  dlw_code_reader at;
  dlw_eval_result result =
      dlw_lift_evaluate(l, DLW_EVAL_GLOBALS, function, NULL, &at);
  if (result == DLW_EVAL_OK)
    result = dlw_lift_evaluate(l, DLW_EVAL_START, function, NULL, &at);
  if (result != DLW_EVAL_UNSUPPORTED)
    return result == DLW_EVAL_OK;
  if (!at.module)
    return dlw_lift_fail(
        l, body, "start function %u is none that a linker makes", function);
  return dlw_code_fail(&at, at.p,
                       "the start function does something else here than "
                       "initialise memory and globals");
}

/* Runs one of the functions that initialise a thread's block, if it is there:
   they get its address, or know it by __tls_base. */
static bool thread_function(dlw_lifter *l, dlw_str name,
                            const dlw_value *block) {
  uint32_t function = find_function(l, name);
  if (function == DLW_NONE)
    return true;
  dlw_code_reader at;
  dlw_eval_result result =
      dlw_lift_evaluate(l, DLW_EVAL_TLS, function, block, &at);
  if (result != DLW_EVAL_UNSUPPORTED)
    return result == DLW_EVAL_OK;
  if (!at.module)
    return dlw_error(l->cx, &l->m.where,
                     "%.*s (function %u) is not the linker's", DLW_FMT(name),
                     function);
  return dlw_code_fail(&at, at.p,
                       "%.*s does something else here than initialise the "
                       "thread's data",
                       DLW_FMT(name));
}

bool dlw_lift_start(dlw_lifter *l) {
  dlw_str init = DLW_STR("__wasm_init_tls");
  dlw_value block = {DLW_BASE_TLS, 0, 0};
  if (!find_tls_base(l, find_function(l, init)) || !start_function(l))
    return false;
  if (find_function(l, init) != DLW_NONE)
    return thread_function(l, init, &block);
  /* The linker drops __wasm_init_tls if nobody asks for it; what it would have
     called stays, known by name alone. */
  if (!l->tls.bytes && l->named_tls != DLW_NONE &&
      !dlw_lift_tls_block(l, l->named_tls))
    return false;
  return thread_function(l, DLW_STR("__wasm_apply_tls_relocs"), NULL) &&
         thread_function(l, DLW_STR("__wasm_apply_global_tls_relocs"), NULL);
}

/* --- Init functions --- */

/* What the linker's functions did needs no call; __wasm_apply_data_relocs runs
   first of all if it has to run. */
static bool add_init(dlw_lifter *l, uint32_t function) {
  uint32_t imported = l->m.imported[DLW_EXT_FUNCTION];
  if (function >= imported &&
      (l->dropped[function - imported] ||
       (l->init_count && function == l->relocs_function)))
    return true;
  if (!dlw_grow(l->cx, &l->inits, l->init_count, &l->init_capacity,
                sizeof *l->inits))
    return false;
  l->inits[l->init_count++] = l->functions[function];
  return true;
}

static bool run_data_relocs(dlw_lifter *l, uint32_t function) {
  uint32_t count = l->memory.relocs.count;
  dlw_code_reader at;
  dlw_eval_result result =
      dlw_lift_evaluate(l, DLW_EVAL_RELOCS, function, NULL, &at);
  if (result != DLW_EVAL_UNSUPPORTED)
    return result == DLW_EVAL_OK;
  l->memory.relocs.count = count;
  l->relocs_function = function;
  if (dlw_lift_has_type(l, function, 0))
    return add_init(l, function);
  const dlw_code *code =
      &l->m.codes[function - l->m.imported[DLW_EXT_FUNCTION]];
  return dlw_lift_fail(l, code->body.p,
                       "__wasm_apply_data_relocs (function %u) has parameters "
                       "or results",
                       function);
}

/* Until LLVM 16 addresses in thread-local data are stored into the first
   thread's copy, in memory; here each thread's block has them. */
static bool move_tls_relocs(dlw_lifter *l) {
  dlw_lift_words *w = &l->memory.relocs;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < w->count; i++) {
    dlw_lift_word word = w->words[i];
    uint64_t at = word.offset - l->tls_place;
    if (l->tls_place > word.offset ||
        !dlw_lift_within(&l->tls, at, dlw_lift_word_width(&word))) {
      w->words[kept++] = word;
      continue;
    }
    word.offset = at;
    if (!dlw_lift_word_add(l, &l->tls, word))
      return false;
  }
  w->count = kept;
  return true;
}

bool dlw_lift_data_relocs(dlw_lifter *l) {
  uint32_t imported = l->m.imported[DLW_EXT_FUNCTION];
  uint32_t function = find_function(l, DLW_STR("__wasm_apply_data_relocs"));
  if (function == DLW_NONE) /* until LLVM 12 */
    function = find_function(l, DLW_STR("__wasm_apply_relocs"));
  if (function != DLW_NONE && function >= imported &&
      !l->dropped[function - imported] && !run_data_relocs(l, function))
    return false;
  return move_tls_relocs(l) && dlw_lift_words_sort(l, &l->memory) &&
         dlw_lift_words_sort(l, &l->tls);
}

/* Does `function` nothing but call others, without arguments? With `add`, these
   become init functions. A fault is told apart by *fault. */
static bool calls_only(dlw_lifter *l, uint32_t function, bool add,
                       bool *fault) {
  uint32_t imported = l->m.imported[DLW_EXT_FUNCTION];
  dlw_code_reader r;
  dlw_instruction in;
  bool done;
  if (function < imported)
    return false;
  dlw_code_start(&r, l->cx, &l->m, function - imported);
  for (;;) {
    if (!dlw_code_step(&r, &in, &done)) {
      *fault = true;
      return false;
    }
    if (done)
      return true;
    if (in.opcode == 0x01 || in.opcode == 0x1a || in.opcode == 0x0b)
      continue; /* nop, drop, end */
    if (in.opcode != 0x10)
      return false;
    uint32_t callee = (uint32_t)dlw_leb_checked(&in.immediates);
    const uint8_t *type = l->m.types[dlw_module_function_type(&l->m, callee)].p;
    if (type[1] != 0) /* it has parameters */
      return false;
    if (add && !add_init(l, callee)) {
      *fault = true;
      return false;
    }
  }
}

/* _initialize may do more than to call __wasm_call_ctors: newer C libraries
   guard there against a second call, with one flag, and set up the program's
   thread, which is not a library's to do. Sets *out to the function that it
   calls last if that is all it is, else to DLW_NONE. */
static bool guarded_callee(dlw_lifter *l, uint32_t function, uint32_t *out) {
  uint32_t imported = l->m.imported[DLW_EXT_FUNCTION], last = DLW_NONE;
  unsigned stores = 0;
  dlw_code_reader r;
  dlw_instruction in, before = {0};
  bool done;
  *out = DLW_NONE;
  dlw_code_start(&r, l->cx, &l->m, function - imported);
  for (;;) {
    if (!dlw_code_step(&r, &in, &done))
      return false;
    if (done)
      break;
    if (in.opcode == 0x10) {
      if (last != DLW_NONE && last >= imported)
        return true;
      last = (uint32_t)dlw_leb_checked(&in.immediates);
      if (last < imported && !dlw_str_eq(l->symbols[l->functions[last]].name,
                                         DLW_STR("__wasi_init_tp")))
        return true;
    } else if (in.opcode == 0x24 || in.opcode == 0x11 || in.opcode > 0xff) {
      return true;
    }
    stores += in.opcode >= 0x36 && in.opcode <= 0x3e;
    if (r.depth > 0)
      before = in;
  }
  if (last != DLW_NONE && last >= imported && before.opcode == 0x10 &&
      stores <= 1 && dlw_lift_has_type(l, last, 0))
    *out = last;
  return true;
}

bool dlw_lift_inits(dlw_lifter *l) {
  uint32_t imported = l->m.imported[DLW_EXT_FUNCTION];
  uint32_t root = DLW_NONE, ctors = DLW_NONE;
  bool fault = false;
  for (uint32_t i = 0; i < l->m.export_count; i++) {
    const dlw_export *x = &l->m.exports[i];
    if (x->kind != DLW_EXT_FUNCTION || x->index < imported)
      continue;
    if (dlw_str_eq(x->name, DLW_STR("_initialize")))
      root = x->index;
    if (dlw_str_eq(x->name, DLW_STR("__wasm_call_ctors")))
      ctors = x->index;
  }
  if (root == DLW_NONE)
    root = ctors;
  if (root == DLW_NONE)
    return true;
  if (!dlw_lift_has_type(l, root, 0))
    return dlw_lift_fail(l, l->m.codes[root - imported].body.p,
                         "function %u, which runs the constructors, has "
                         "parameters or results",
                         root);
  if (root != ctors) {
    uint32_t inner;
    if (!guarded_callee(l, root, &inner))
      return false;
    if (inner != DLW_NONE) {
      dlw_lift_drop(l, root);
      root = inner;
    }
  }
  if (calls_only(l, root, false, &fault)) {
    if (!calls_only(l, root, true, &fault))
      return false;
    dlw_lift_drop(l, root);
    return true;
  }
  return !fault && add_init(l, root);
}
