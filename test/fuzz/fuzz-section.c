/* Feeds bytes to the reader of welded modules and to their check. Whatever the
   section dlsym.0 or the index in the data says, what is read must lie within
   the module, an error comes with one message, and the check must come to an
   end, with the same faults each time. */
#include <string.h>

#include "check.h"
#include "index/check.h"
#include "support/buf.h"

/* What reads every byte, so that a sanitizer sees it. */
static uint64_t sum;
static void touch(const void *p, size_t n) {
  for (const uint8_t *q = p; n; n--)
    sum += *q++;
}

static void touch_word(const dlw_welded *x, const dlw_welded_word *word) {
  size_t size = x->memory64 ? 8 : 4;
  CHECK(word->offset <= x->bytes.n && x->bytes.n - word->offset >= size);
}

static void touch_library(const dlw_welded *x, const dlw_welded_library *l) {
  touch(l->soname.p, l->soname.n);
  for (uint32_t i = 0; i < l->alias_count; i++)
    touch(l->aliases[i].p, l->aliases[i].n);
  for (uint32_t i = 0; i < l->needed_count; i++)
    CHECK(l->needed[i] < x->library_count);
  for (uint32_t i = 0; i < l->run_path_count; i++)
    touch(l->run_paths[i].p, l->run_paths[i].n);
  touch_word(x, &l->init);
  touch_word(x, &l->fini);
  touch_word(x, &l->mark);
  touch_word(x, &l->image);
  for (uint32_t i = 0; i < l->range_count; i++)
    CHECK(l->ranges[i].offset < x->bytes.n);
  for (uint32_t i = 0; i < l->symbol_count; i++) {
    const dlw_welded_symbol *s = &l->symbols[i];
    touch(s->name.p, s->name.n);
    touch(s->type.p, s->type.n);
    CHECK(s->kind < 4 && s->offset < x->bytes.n);
  }
}

typedef struct faults {
  const dlw_welded *welded;
  size_t input;
  uint32_t count;
  uint64_t hash;
} faults;

static void found(void *user, const dlw_fault *fault) {
  faults *f = user;
  CHECK(fault->id && fault->id[0] && fault->text.n);
  CHECK(fault->offset <= f->input);
  CHECK(fault->library == DLW_FAULT_MODULE ||
        fault->library < f->welded->library_count);
  f->count += fault->severity == DLW_ERROR;
  for (size_t i = 0; i < fault->text.n; i++)
    f->hash = f->hash * 31 + (uint8_t)fault->text.p[i];
  touch(fault->symbol.p, fault->symbol.n);
}

static void check(dlw_ctx *cx, const dlw_module *m, const dlw_welded *x) {
  faults once = {.welded = x, .input = m->input.n}, twice = once;
  uint32_t errors = cx->diag.errors;
  touch(x->bytes.p, x->bytes.n);
  for (uint32_t i = 0; i < x->library_count; i++)
    touch_library(x, &x->libraries[i]);
  for (uint32_t i = 0; i < x->startup_count; i++)
    CHECK(x->startup[i] < x->library_count);
  uint32_t count = dlw_welded_check(cx, m, x, found, &once);
  CHECK(count == UINT32_MAX ? cx->diag.errors > errors : count == once.count);
  CHECK(dlw_welded_check(cx, m, x, found, &twice) == count);
  CHECK(once.hash == twice.hash);
  for (uint32_t at = 0; at < x->bytes.n; at += 97) {
    uint64_t place = dlw_welded_place(m, x, at);
    CHECK(place == UINT64_MAX || place < m->input.n);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  dlw_ctx cx;
  dlw_module m;
  dlw_welded x;
  dlw_where where = {.file = DLW_STR("input")};
  dlw_ctx_init(&cx, emit, NULL);
  if (dlw_module_read(&cx, &where, (dlw_bytes){data, size}, &m)) {
    for (int from_data = 0; from_data < 2; from_data++) {
      uint32_t errors = cx.diag.errors;
      dlw_welded_found how = from_data ? dlw_welded_read_data(&cx, &m, 0, &x)
                                       : dlw_welded_read(&cx, &m, &x);
      CHECK((cx.diag.errors != errors) == (how == DLW_WELDED_ERROR));
      if (how == DLW_WELDED_READ)
        check(&cx, &m, &x);
    }
  }
  dlw_ctx_done(&cx);
  return 0;
}
