/* Feeds bytes to the reader of objects and archives. What is read is changed in
   every way there is, written, and read again: that must succeed, and where
   nothing was changed give the same bytes. */

#include "check.h"
#include "object/archive.h"
#include "object/object.h"

/* A refusal comes with one message; success with none. */
static bool told(dlw_ctx *cx, bool ok) {
  CHECK(cx->diag.errors == !ok);
  return ok;
}

/* Writes the object; NULL where layout refuses. */
static uint8_t *written(dlw_ctx *cx, dlw_object *o, size_t *size) {
  if (!told(cx, dlw_object_layout(cx, o, size)))
    return NULL;
  uint8_t *out = malloc(*size);
  CHECK(out);
  dlw_object_write(o, out);
  dlw_object_done(o);
  return out;
}

static void reread(const uint8_t *p, size_t n) {
  dlw_ctx cx;
  dlw_object o;
  dlw_where where = {.file = DLW_STR("written")};
  dlw_ctx_init(&cx, emit, NULL);
  CHECK(dlw_object_read(&cx, &where, (dlw_bytes){p, n}, &o));
  dlw_ctx_done(&cx);
}

static void touch(dlw_bytes b) {
  dlw_ctx cx;
  dlw_object o;
  dlw_where where = {.file = DLW_STR("input")};
  size_t size;
  dlw_ctx_init(&cx, emit, NULL);
  if (told(&cx, dlw_object_read(&cx, &where, b, &o))) {
    uint8_t *out = written(&cx, &o, &size);
    CHECK(out && size == b.n && memcmp(out, b.p, size) == 0);
    free(out);
    CHECK(dlw_object_touch(&cx, &o));
    out = written(&cx, &o, &size);
    CHECK(out);
    reread(out, size);
    free(out);
  }
  dlw_ctx_done(&cx);
}

/* Some changes may be refused: shared imports, offsets that would move. */
static void change(dlw_bytes b) {
  dlw_ctx cx;
  dlw_object o;
  dlw_where where = {.file = DLW_STR("input")};
  size_t size;
  dlw_ctx_init(&cx, emit, NULL);
  if (dlw_object_read(&cx, &where, b, &o)) {
    uint32_t symbols = o.symbol_count;
    bool ok = true;
    for (uint32_t i = 0; ok && i < symbols; i++) {
      dlw_str name = dlw_sprintf(&cx, "renamed %u", i);
      if (o.symbols[i].kind == DLW_SYM_SECTION)
        continue;
      ok = dlw_object_rename(&cx, &o, i, name);
    }
    for (uint32_t i = 0; ok && i < symbols; i++) {
      dlw_str name = dlw_sprintf(&cx, "split %u", i);
      if (o.symbols[i].kind != DLW_SYM_SECTION &&
          !(o.symbols[i].flags & DLW_SYM_UNDEFINED))
        ok = dlw_object_split(&cx, &o, i, name, i & 1);
    }
    for (uint32_t i = 0; ok && i < o.comdat_count; i++)
      ok =
          dlw_object_rename_comdat(&cx, &o, i, dlw_sprintf(&cx, "group %u", i));
    dlw_object_drop_inits(&o);
    uint8_t *out = told(&cx, ok) ? written(&cx, &o, &size) : NULL;
    if (out)
      reread(out, size);
    free(out);
    dlw_object_done(&o);
  }
  dlw_ctx_done(&cx);
}

static void archive(dlw_bytes b) {
  dlw_ctx cx;
  dlw_archive a;
  dlw_where where = {.file = DLW_STR("dir/input")};
  dlw_ctx_init(&cx, emit, NULL);
  if (told(&cx, dlw_archive_read(&cx, &where, b, &a))) {
    dlw_archive_input *inputs = dlw_alloc(&cx, a.count, sizeof *inputs);
    dlw_archive_layout l;
    CHECK(inputs);
    for (uint32_t i = 0; i < a.count; i++) {
      inputs[i].name = a.members[i].name;
      if (inputs[i].name.n && memchr(inputs[i].name.p, '\n', inputs[i].name.n))
        inputs[i].name = DLW_STR("no newlines in names");
      inputs[i].size = a.members[i].data.n;
      inputs[i].symbols = &a.members[i].name;
      inputs[i].symbol_count = 1;
    }
    CHECK(dlw_archive_plan(&cx, inputs, a.count, &l));
    uint8_t *out = calloc(1, l.size);
    CHECK(out);
    dlw_archive_write_frame(inputs, a.count, &l, out);
    dlw_archive again;
    CHECK(dlw_archive_read(&cx, &where, (dlw_bytes){out, l.size}, &again));
    CHECK(again.count == a.count);
    free(out);
  }
  dlw_ctx_done(&cx);
}

static void module(dlw_bytes b) {
  dlw_ctx cx;
  dlw_module m;
  dlw_where where = {.file = DLW_STR("input")};
  dlw_ctx_init(&cx, emit, NULL);
  if (told(&cx, dlw_module_read(&cx, &where, b, &m)))
    CHECK(dlw_module_function_names(&cx, &m));
  dlw_ctx_done(&cx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  dlw_bytes b = {data, size};
  switch (dlw_kind_of(b)) {
  case DLW_KIND_ARCHIVE:
  case DLW_KIND_THIN_ARCHIVE:
    archive(b);
    break;
  case DLW_KIND_OBJECT:
    touch(b);
    change(b);
    break;
  default:
    module(b);
  }
  return 0;
}
