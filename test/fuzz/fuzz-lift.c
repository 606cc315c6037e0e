/* Feeds bytes to the lifter of shared modules. What it lifts must be an object
   that our own reader, and so the linker, accepts, with the symbols and the
   types that it promises; lifting twice gives the same bytes.

   Changes to modules are made within one section, function or subsection, whose
   sizes are then put right; else most would get no further than the reader. */
#include <stdio.h>
#include <stdlib.h>

#include "object/code.h"
#include "object/lift.h"
#include "object/object.h"

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "fuzz-lift: %s\n", #condition);                          \
      abort();                                                                 \
    }                                                                          \
  } while (0)

static void emit(void *user, dlw_severity severity, const char *text) {
  (void)user;
  if (getenv("DLWELD_FUZZ_VERBOSE"))
    fprintf(stderr, "%d: %s\n", (int)severity, text);
}

/* A refusal comes with one message; success with none. */
static bool told(dlw_ctx *cx, bool ok) {
  CHECK(cx->diag.errors == !ok);
  return ok;
}

static bool has_symbol(const dlw_object *o, dlw_str name) {
  for (uint32_t i = 0; i < o->symbol_count; i++)
    if (dlw_str_eq(o->symbols[i].name, name) &&
        o->symbols[i].kind == DLW_SYM_FUNCTION &&
        !(o->symbols[i].flags & (DLW_SYM_UNDEFINED | DLW_SYM_LOCAL)))
      return true;
  return false;
}

static void check_object(const dlw_lifted *lifted, bool pic) {
  dlw_ctx cx;
  dlw_object o;
  dlw_where where = {.file = DLW_STR("lifted")};
  dlw_ctx_init(&cx, emit, NULL);
  CHECK(dlw_object_read(
      &cx, &where, (dlw_bytes){lifted->object.data, lifted->object.size}, &o));
  CHECK(lifted->first_open_type <= o.module.type_count);
  /* The first and the last are enough: there may be very many. */
  if (lifted->slot_count) {
    CHECK(has_symbol(&o, DLW_STR("__dlweld_slot.0")));
    CHECK(has_symbol(
        &o, dlw_sprintf(&cx, "__dlweld_slot.%u", lifted->slot_count - 1)));
  }
  /* With `pic` globals are only known by their relocations. */
  for (uint32_t i = 0; !pic && i < o.module.defined[DLW_EXT_FUNCTION]; i++) {
    dlw_code_reader r;
    dlw_ref ref;
    dlw_code_start(&r, &cx, &o.module, i);
    do
      CHECK(dlw_code_next(&r, &ref));
    while (ref.kind != DLW_REF_END);
  }
  dlw_ctx_done(&cx);
}

static bool lift(dlw_bytes b, bool pic, dlw_buf *out) {
  dlw_ctx cx;
  dlw_lifted lifted = {0};
  const dlw_lift_options options = {.pic = pic};
  dlw_where where = {.file = DLW_STR("input")};
  dlw_ctx_init(&cx, emit, NULL);
  bool ok = told(&cx, dlw_lift(&cx, &where, b, &options, &lifted));
  if (ok)
    check_object(&lifted, pic);
  *out = lifted.object;
  dlw_ctx_done(&cx);
  return ok;
}

/* --- Mutation --- */

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned seed);

/* Something with its size in front. */
typedef struct part {
  size_t before; /* where the size is */
  size_t begin, end;
} part;

enum { PARTS = 256 };

static bool part_at(const uint8_t *data, size_t at, size_t end, part *out) {
  uint64_t size = 0;
  out->before = at;
  for (unsigned shift = 0; at < end && shift < 35; shift += 7) {
    size |= (uint64_t)(data[at] & 0x7f) << shift;
    if (data[at++] < 0x80) {
      out->begin = at;
      out->end = at + (size_t)size;
      return size <= end - at;
    }
  }
  return false;
}

/* Parts one behind the other, each with `head` bytes in front of its size. */
static unsigned parts_in(const uint8_t *data, size_t at, size_t end,
                         size_t head, part *out) {
  unsigned n = 0;
  while (n < PARTS && end - at > head && part_at(data, at + head, end, &out[n]))
    at = out[n++].end;
  return n;
}

/* What a section consists of: functions, or subsections behind a name. */
static unsigned parts_of(const uint8_t *data, uint8_t id, part whole,
                         part *out) {
  part count;
  if (id == DLW_SEC_CODE) {
    /* Its count is no size, but as long. */
    size_t at = whole.begin;
    while (at < whole.end && data[at] >= 0x80)
      at++;
    return at < whole.end ? parts_in(data, at + 1, whole.end, 0, out) : 0;
  }
  if (id == DLW_SEC_CUSTOM && part_at(data, whole.begin, whole.end, &count))
    return parts_in(data, count.end, whole.end, 1, out);
  return 0;
}

/* Puts `n` bytes in the place of a part of `b`, and their size. */
static void replace(dlw_buf *b, part where, const uint8_t *p, size_t n) {
  dlw_buf out = {0};
  dlw_buf_bytes(&out, b->data, where.before);
  dlw_buf_uleb(&out, n);
  dlw_buf_bytes(&out, p, n);
  dlw_buf_bytes(&out, b->data + where.end, b->size - where.end);
  dlw_buf_free(b);
  *b = out;
}

static void mutate(dlw_buf *b, part outer, const part *inner) {
  enum { MORE = 32 };
  part target = inner ? *inner : outer;
  size_t n = target.end - target.begin, size = b->size;
  uint8_t *copy = malloc(n + MORE);
  CHECK(copy);
  memcpy(copy, b->data + target.begin, n);
  n = LLVMFuzzerMutate(copy, n, n + MORE);
  replace(b, target, copy, n);
  free(copy);
  if (inner) {
    outer.end += b->size - size;
    n = outer.end - outer.begin;
    copy = malloc(n ? n : 1);
    CHECK(copy);
    memcpy(copy, b->data + outer.begin, n);
    replace(b, outer, copy, n);
    free(copy);
  }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned seed) {
  part sections[PARTS], parts[PARTS];
  unsigned n = size > 8 ? parts_in(data, 8, size, 1, sections) : 0;
  if (n == 0 || seed % 8 == 0)
    return LLVMFuzzerMutate(data, size, max_size);
  part outer = sections[seed / 8 % n];
  dlw_buf b = {0};
  dlw_buf_bytes(&b, data, size);
  unsigned m = parts_of(data, data[outer.before - 1], outer, parts);
  mutate(&b, outer, m && seed % 4 ? &parts[seed / 512 % m] : NULL);
  if (dlw_buf_ok(&b) && b.size <= max_size) {
    memcpy(data, b.data, b.size);
    size = b.size;
  }
  dlw_buf_free(&b);
  return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  dlw_bytes b = {data, size};
  dlw_ctx cx;
  dlw_dylink dylink;
  dlw_buf first, second;
  dlw_where where = {.file = DLW_STR("input")};
  dlw_ctx_init(&cx, emit, NULL);
  bool read = told(&cx, dlw_dylink_read(&cx, &where, b, &dylink));
  dlw_ctx_done(&cx);
  /* What a module says of its memory, zeros included, is written out. */
  if (read && dylink.memory_size > 1 << 24)
    return 0;
  lift(b, true, &first);
  dlw_buf_free(&first);
  bool ok = lift(b, false, &first);
  if (ok) {
    CHECK(lift(b, false, &second));
    CHECK(first.size == second.size &&
          memcmp(first.data, second.data, first.size) == 0);
    dlw_buf_free(&second);
  }
  dlw_buf_free(&first);
  return 0;
}
