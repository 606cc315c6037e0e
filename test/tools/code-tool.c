/* Commands of objtool that walk instructions. */
#include "code-tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "object/code.h"
#include "object/opcodes.h"
#include "support/file.h"

static unsigned offset(const dlw_module *m, const uint8_t *at) {
  return (unsigned)(at - m->input.p);
}

static void print_head(const dlw_module *m, const dlw_str *names, uint32_t i) {
  uint32_t index = m->imported[DLW_EXT_FUNCTION] + i;
  printf("function %u '%.*s':\n", index, DLW_FMT(names[index]));
}

static bool print_instructions(dlw_ctx *cx, const dlw_module *m) {
  dlw_str *names = dlw_module_function_names(cx, m);
  if (!names)
    return false;
  for (uint32_t i = 0; i < m->defined[DLW_EXT_FUNCTION]; i++) {
    dlw_code_reader r;
    dlw_instruction in;
    bool done;
    print_head(m, names, i);
    dlw_code_start(&r, cx, m, i);
    for (;;) {
      if (!dlw_code_step(&r, &in, &done))
        return false;
      if (done)
        break;
      printf("%06x %2zu %s\n", offset(m, in.bytes.p), in.bytes.n,
             dlw_opcode_name(in.opcode));
    }
  }
  return true;
}

static bool print_references(dlw_ctx *cx, const dlw_module *m) {
  static const char *const kinds[] = {"function", "type",   "table", "global",
                                      "tag",      "memory", "data",  "elem"};
  dlw_str *names = dlw_module_function_names(cx, m);
  if (!names)
    return false;
  for (uint32_t i = 0; i < m->defined[DLW_EXT_FUNCTION]; i++) {
    dlw_code_reader r;
    dlw_ref ref;
    print_head(m, names, i);
    dlw_code_start(&r, cx, m, i);
    for (;;) {
      if (!dlw_code_next(&r, &ref))
        return false;
      if (ref.kind == DLW_REF_END)
        break;
      printf("%06x %u %s: %s %u", offset(m, ref.at), ref.width,
             dlw_opcode_name(ref.opcode), kinds[ref.kind], ref.index);
      printf(" (instruction %06x", offset(m, ref.instruction));
      if (ref.previous)
        printf(", before it %06x", offset(m, ref.previous));
      puts(")");
    }
  }
  return true;
}

/* All references of all functions; how many, or UINT64_MAX on a fault. */
static uint64_t walk(dlw_ctx *cx, const dlw_module *m) {
  uint64_t count = 0;
  for (uint32_t i = 0; i < m->defined[DLW_EXT_FUNCTION]; i++) {
    dlw_code_reader r;
    dlw_ref ref;
    dlw_code_start(&r, cx, m, i);
    for (;; count++) {
      if (!dlw_code_next(&r, &ref))
        return UINT64_MAX;
      if (ref.kind == DLW_REF_END)
        break;
    }
  }
  return count;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool bench(dlw_ctx *cx, const dlw_module *m) {
  size_t size = 0;
  uint64_t refs = 0;
  double best = 1e9, start = now();
  for (uint32_t i = 0; i < m->defined[DLW_EXT_FUNCTION]; i++)
    size += m->codes[i].body.n;
  while (now() - start < 1) {
    double before = now();
    if ((refs = walk(cx, m)) == UINT64_MAX)
      return false;
    double took = now() - before;
    best = took < best ? took : best;
  }
  printf("%.0f MB/s (%zu bytes, %llu references in %.0f us)\n",
         (double)size / best / 1e6, size, (unsigned long long)refs, best * 1e6);
  return true;
}

/* --- Faulty code made from good --- */

typedef struct tally {
  unsigned long read, refused, mute, differ;
} tally;

/* Both ways of walking must agree, and say once why they refuse. */
static void try_body(const dlw_module *m, uint32_t function, dlw_bytes body,
                     tally *t) {
  dlw_module copy = *m;
  dlw_code *code = &m->codes[function];
  dlw_bytes original = code->body;
  dlw_ctx next, step;
  dlw_code_reader r;
  dlw_ref ref;
  dlw_instruction in;
  bool ok, also, done = false;
  code->body = body;
  copy.input = body; /* what messages count from */
  dlw_ctx_init(&next, NULL, NULL);
  dlw_ctx_init(&step, NULL, NULL);
  dlw_code_start(&r, &next, &copy, function);
  while ((ok = dlw_code_next(&r, &ref)) && ref.kind != DLW_REF_END)
    continue;
  dlw_code_start(&r, &step, &copy, function);
  while ((also = dlw_code_step(&r, &in, &done)) && !done)
    continue;
  t->read += ok;
  t->refused += !ok;
  t->mute += next.diag.errors != !ok || step.diag.errors != !also;
  t->differ += ok != also;
  code->body = original;
  dlw_ctx_done(&next);
  dlw_ctx_done(&step);
}

static bool truncations(dlw_ctx *cx, const dlw_module *m) {
  static const uint8_t flips[] = {0x01, 0x80, 0xff};
  tally cut = {0}, changed = {0};
  for (uint32_t i = 0; i < m->defined[DLW_EXT_FUNCTION]; i++) {
    const dlw_code *code = &m->codes[i];
    for (size_t n = code->locals; n < code->body.n; n++) {
      /* Of exactly the size, so that a sanitizer sees any step beyond. */
      uint8_t *copy = malloc(n);
      if (!copy)
        return dlw_out_of_memory(cx);
      memcpy(copy, code->body.p, n);
      try_body(m, i, (dlw_bytes){copy, n}, &cut);
      free(copy);
    }
    uint8_t *copy = malloc(code->body.n);
    if (!copy)
      return dlw_out_of_memory(cx);
    memcpy(copy, code->body.p, code->body.n);
    for (size_t k = code->locals; k < code->body.n; k++) {
      for (size_t f = 0; f < sizeof flips; f++) {
        copy[k] = code->body.p[k] ^ flips[f];
        try_body(m, i, (dlw_bytes){copy, code->body.n}, &changed);
      }
      copy[k] = code->body.p[k];
    }
    free(copy);
  }
  printf("cut: %lu read, %lu refused\n", cut.read, cut.refused);
  printf("changed: %lu read, %lu refused\n", changed.read, changed.refused);
  if (cut.mute + changed.mute + cut.differ + changed.differ)
    return dlw_error(cx, &(dlw_where){0},
                     "%lu walks without one message, %lu that differ",
                     cut.mute + changed.mute, cut.differ + changed.differ);
  return true;
}

static bool print_opcodes(void) {
#define X(prefix, number, name, operands, argument)                            \
  printf("0x%02x 0x%02x %s %s %d\n", prefix, number, name, #operands, argument);
  DLW_OPCODES(X)
#undef X
  return true;
}

static bool one_file(dlw_ctx *cx, const char *command, const char *path) {
  dlw_where where = {.file = dlw_str_of(path)};
  dlw_file f;
  dlw_module m;
  if (!dlw_file_open(cx, where.file, &f))
    return false;
  bool ok = dlw_module_read(cx, &where, (dlw_bytes){f.data, f.size}, &m);
  if (!ok)
    ;
  else if (strcmp(command, "code-refs") == 0)
    ok = print_references(cx, &m);
  else if (strcmp(command, "code-bench") == 0)
    ok = bench(cx, &m);
  else if (strcmp(command, "code-truncate") == 0)
    ok = truncations(cx, &m);
  else
    ok = print_instructions(cx, &m);
  dlw_file_close(&f);
  return ok;
}

bool code_command(dlw_ctx *cx, const char *command, int n, char **args) {
  bool ok = true;
  if (strcmp(command, "opcodes") == 0)
    return print_opcodes();
  for (int i = 0; i < n; i++)
    ok &= one_file(cx, command, args[i]);
  return ok;
}
