/* Feeds bytes to the lifter of shared modules. What it lifts must be an object
   that our own reader, and so the linker, accepts, with the symbols and the
   types that it promises; lifting twice gives the same bytes. */

#include "check.h"
#include "object/code.h"
#include "object/lift.h"
#include "object/object.h"

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

static void check_object(const dlw_lifted *lifted) {
  dlw_ctx cx;
  dlw_object o;
  dlw_where where = {.file = DLW_STR("lifted")};
  dlw_ctx_init(&cx, emit, NULL);
  CHECK(dlw_object_read(
      &cx, &where, (dlw_bytes){lifted->object.data, lifted->object.size}, &o));
  /* The first and the last are enough: there may be very many. */
  if (lifted->slot_count) {
    CHECK(has_symbol(&o, DLW_STR("__dlweld_slot.0")));
    CHECK(has_symbol(
        &o, dlw_sprintf(&cx, "__dlweld_slot.%u", lifted->slot_count - 1)));
  }
  /* Accesses by GOT say global 0, there being one or not. */
  o.module.imported[DLW_EXT_GLOBAL]++;
  for (uint32_t i = 0; i < o.module.defined[DLW_EXT_FUNCTION]; i++) {
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
    check_object(&lifted);
  *out = lifted.object;
  dlw_ctx_done(&cx);
  return ok;
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
