/* Feeds bytes to the whole weld, as two libraries of which one needs the other:
   objects, weldable libraries and shared modules. Whatever the passes make of
   them is what our own reader, and so the linker, accepts. */

#include "check.h"
#include "weld/weldable.h"

static void check_object(const char *what, const uint8_t *p, size_t n) {
  dlw_ctx cx;
  dlw_object o;
  dlw_where where = {.file = dlw_str_of(what)};
  dlw_ctx_init(&cx, emit, NULL);
  CHECK(dlw_object_read(&cx, &where, (dlw_bytes){p, n}, &o));
  dlw_ctx_done(&cx);
}

static void check_archive(const uint8_t *p, size_t n) {
  dlw_ctx cx;
  dlw_archive a;
  dlw_where where = {.file = DLW_STR("archive")};
  dlw_ctx_init(&cx, emit, NULL);
  CHECK(dlw_archive_read(&cx, &where, (dlw_bytes){p, n}, &a));
  for (uint32_t i = 0; i < a.count; i++)
    check_object("member", a.members[i].data.p, a.members[i].data.n);
  dlw_ctx_done(&cx);
}

typedef struct room {
  uint8_t *data;
  size_t size;
} room;

static uint8_t *room_make(void *user, size_t size) {
  room *r = user;
  r->size = size;
  return r->data = calloc(1, size ? size : 1);
}

static void check_results(dlw_weld *w) {
  room archive = {0}, index = {0};
  CHECK(dlw_weld_archive(w, room_make, &archive));
  check_archive(archive.data, archive.size);
  CHECK(dlw_index_archive(w, room_make, &index));
  check_archive(index.data, index.size);
  free(archive.data);
  free(index.data);
  if (w->slots.size)
    check_object("slots", w->slots.data, w->slots.size);
  for (uint32_t i = 0; i < w->library_count; i++) {
    size_t begin = i ? w->mark_ends[i - 1] : 0;
    check_object("mark", w->marks.data + begin, w->mark_ends[i] - begin);
  }
}

static bool library(dlw_weld *w, const char *soname, dlw_bytes b) {
  uint32_t first = w->input_count;
  if (!dlw_weld_library(w, dlw_str_of(soname)))
    return false;
  uint32_t number = w->library_count - 1;
  dlw_where where = {.library = dlw_str_of(soname), .file = dlw_str_of(soname)};
  if (!dlw_weld_add_input(w, &where, number, b))
    return false;
  w->libraries[number].first_input = first;
  w->libraries[number].input_count = w->input_count - first;
  return true;
}

static bool weld(dlw_weld *w, dlw_bytes b) {
  if (!library(w, "first.so", b) || !library(w, "second.so", b) ||
      !dlw_list_add(w->cx, &w->libraries[2].needed_names,
                    DLW_STR("first.so")) ||
      !dlw_weld_describe(w) || !dlw_weld_resolve(w) || !dlw_weld_bind(w) ||
      !dlw_weld_rename(w) || !dlw_weld_slots(w) || !dlw_weld_marks(w) ||
      !dlw_index_build(w))
    return false;
  check_results(w);
  return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  dlw_bytes b = {data, size};
  dlw_ctx cx;
  dlw_weld w;
  dlw_dylink dylink;
  dlw_where where = {.file = DLW_STR("input")};
  dlw_ctx_init(&cx, NULL, NULL);
  bool large = dlw_kind_of(b) == DLW_KIND_SHARED &&
               dlw_dylink_read(&cx, &where, b, &dylink) &&
               dylink.memory_size > 1 << 20;
  dlw_ctx_done(&cx);
  if (large) /* it would be written out */
    return 0;
  dlw_ctx_init(&cx, emit, NULL);
  dlw_weld_init(&w, &cx);
  w.pic = size & 1;
  w.vague = size >> 1 & 1 ? DLW_VAGUE_SHARE : DLW_VAGUE_RTTI;
  bool ok = weld(&w, b);
  CHECK(ok == (cx.diag.errors == 0));
  dlw_weld_done(&w);
  dlw_ctx_done(&cx);
  return 0;
}
