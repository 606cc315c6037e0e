/* The weld as a container: libraries, their options, their inputs. */
#include "weld/weld.h"

#include <stdlib.h>

#include "weld/bitcode.h"
#include "weld/weldable.h"

bool dlw_list_add(dlw_ctx *cx, dlw_list *list, dlw_str item) {
  if (!dlw_grow(cx, &list->items, list->count, &list->capacity, sizeof item))
    return false;
  list->items[list->count++] = item;
  return true;
}

void dlw_weld_init(dlw_weld *w, dlw_ctx *cx) {
  *w = (dlw_weld){.cx = cx, .vague = DLW_VAGUE_RTTI};
}

void dlw_weld_done(dlw_weld *w) {
  for (uint32_t i = 0; i < w->input_count; i++) {
    dlw_object_done(&w->inputs[i].object);
    dlw_buf_free(&w->inputs[i].map);
  }
  for (uint32_t i = 0; i < w->library_count; i++)
    dlw_buf_free(&w->libraries[i].others);
  for (uint32_t i = 0; i < w->file_count; i++)
    dlw_file_close(&w->files[i]);
  dlw_buf_free(&w->index.image);
  dlw_buf_free(&w->index.object);
  for (uint32_t i = 0; i < w->lifted_count; i++)
    dlw_buf_free(&w->lifted[i].object);
  dlw_buf_free(&w->slots);
  dlw_buf_free(&w->owners);
  dlw_buf_free(&w->marks);
}

dlw_library *dlw_weld_find(dlw_weld *w, dlw_str soname) {
  dlw_map_entry *e = dlw_map_get(&w->sonames, soname);
  return e ? &w->libraries[e->value] : NULL;
}

static dlw_library *library_add(dlw_weld *w, dlw_str soname) {
  if (!dlw_grow(w->cx, &w->libraries, w->library_count, &w->library_capacity,
                sizeof *w->libraries))
    return NULL;
  dlw_map_entry *e = dlw_map_put(w->cx, &w->sonames, soname, NULL);
  if (!e)
    return NULL;
  e->value = w->library_count;
  dlw_library *lib = &w->libraries[w->library_count];
  *lib = (dlw_library){.soname = soname,
                       .id = dlw_library_id(w->cx, soname),
                       .index_form = w->index_form};
  if (!lib->id.p)
    return NULL;
  w->library_count++;
  return lib;
}

dlw_library *dlw_weld_library(dlw_weld *w, dlw_str soname) {
  if (!w->library_count && !library_add(w, DLW_STR("program")))
    return NULL;
  dlw_library *lib = dlw_weld_find(w, soname);
  return lib ? lib : library_add(w, soname);
}

/* --- Reading --- */

/* What a weldable library says of itself, and its names as they are in C. */
static bool apply_description(dlw_weld *w, dlw_input *input,
                              const dlw_weldable *l) {
  dlw_weldable *kept = dlw_alloc(w->cx, 1, sizeof *kept);
  dlw_str id = dlw_library_id(w->cx, l->soname);
  if (!kept || !id.p)
    return false;
  *kept = *l;
  input->weldable = kept;
  dlw_weldable_restore(&input->object, id);
  return dlw_library_wants(w, &w->libraries[input->library], input->where.file,
                           l->needed.items, l->needed.count, l->run_paths.items,
                           l->run_paths.count);
}

/* All of a link is of one word size. */
bool dlw_input_check_word_size(dlw_weld *w, const dlw_input *input) {
  bool is64 = input->object.module.memory64;
  if (w->memory64_known && w->memory64 != is64)
    return dlw_error(w->cx, &input->where, "is %s, but the link is %s",
                     is64 ? "wasm64" : "wasm32",
                     w->memory64 ? "wasm64" : "wasm32");
  w->memory64_known = true;
  w->memory64 = is64;
  return true;
}

static dlw_str title(dlw_ctx *cx, const dlw_where *where) {
  return where->member.n
             ? dlw_sprintf(cx, "%.*s: %.*s(%.*s)", DLW_FMT(where->library),
                           DLW_FMT(where->file), DLW_FMT(where->member))
             : dlw_sprintf(cx, "%.*s: %.*s", DLW_FMT(where->library),
                           DLW_FMT(where->file));
}

bool dlw_weld_add_input(dlw_weld *w, const dlw_where *where, uint32_t library,
                        dlw_bytes bytes) {
  dlw_kind kind = dlw_kind_of(bytes);
  dlw_weldable weldable;
  bool described;
  if (!dlw_weldable_read(w->cx, where, bytes, &weldable, &described))
    return false;
  switch (kind) {
  case DLW_KIND_OBJECT:
    if (dlw_bytes_are_welded_object(bytes))
      return dlw_error(w->cx, where,
                       "is welded already: it has an index and libraries of "
                       "its own, and cannot be one; give what it was made of");
    break;
  case DLW_KIND_BITCODE:
    break;
  case DLW_KIND_SHARED:
    return dlw_weld_add_lifted(w, where, library, bytes);
  case DLW_KIND_UNKNOWN:
    if (where->member.n) {
      dlw_warning(w->cx, where, "is not a WebAssembly object; left out");
      return true;
    }
    __attribute__((fallthrough));
  default:
    return dlw_error(w->cx, where, "is not a WebAssembly object%s but: %s%s",
                     where->member.n ? "" : " or archive", dlw_kind_name(kind),
                     kind == DLW_KIND_MODULE
                         ? " without a linking section, so linked or cut off"
                         : "");
  }
  if (!dlw_grow(w->cx, &w->inputs, w->input_count, &w->input_capacity,
                sizeof *w->inputs))
    return false;
  dlw_input *input = &w->inputs[w->input_count];
  *input = (dlw_input){
      .where = *where, .library = library, .title = title(w->cx, where)};
  if (!input->title.p)
    return false;
  if (kind == DLW_KIND_BITCODE) {
    input->bitcode = bytes;
    w->libraries[library].bitcode = true;
    w->input_count++;
    return true;
  }
  if (!dlw_object_read(w->cx, where, bytes, &input->object) ||
      (described && !apply_description(w, input, &weldable)))
    return false;
  w->input_count++;
  return dlw_input_check_word_size(w, input);
}

static bool file_map(dlw_weld *w, const dlw_where *where, dlw_str path,
                     dlw_bytes *bytes) {
  if (!dlw_grow(w->cx, &w->files, w->file_count, &w->file_capacity,
                sizeof *w->files))
    return false;
  dlw_file *file = &w->files[w->file_count];
  if (!dlw_file_open(w->cx, path, file)) {
    dlw_note(w->cx, where, "it is an input of library %.*s",
             DLW_FMT(where->library));
    return false;
  }
  w->file_count++;
  *bytes = (dlw_bytes){file->data, file->size};
  return true;
}

static bool file_read(dlw_weld *w, uint32_t library, dlw_str path) {
  dlw_where where = {.library = w->libraries[library].soname, .file = path};
  dlw_bytes bytes;
  if (!file_map(w, &where, path, &bytes))
    return false;
  dlw_kind kind = dlw_kind_of(bytes);
  if (kind != DLW_KIND_ARCHIVE && kind != DLW_KIND_THIN_ARCHIVE)
    return dlw_weld_add_input(w, &where, library, bytes);
  dlw_archive archive;
  if (!dlw_archive_read(w->cx, &where, bytes, &archive))
    return false;
  bool ok = true;
  for (uint32_t i = 0; i < archive.count; i++) {
    const dlw_member *member = &archive.members[i];
    dlw_where inside = where;
    inside.member = member->name;
    dlw_bytes data = member->data;
    if (archive.thin && !file_map(w, &inside, member->thin_path, &data)) {
      ok = false;
      continue;
    }
    if (!dlw_weld_add_input(w, &inside, library, data))
      ok = false;
  }
  if (ok && !archive.count)
    dlw_warning(w->cx, &where, "the archive is empty");
  return ok;
}

bool dlw_weld_read(dlw_weld *w) {
  if (!dlw_weld_library(w, DLW_STR("program")))
    return false;
  bool ok = true;
  for (uint32_t i = 1; i < w->library_count; i++) {
    dlw_library *lib = &w->libraries[i];
    lib->first_input = w->input_count;
    for (uint32_t k = 0; k < lib->files.count; k++)
      if (!file_read(w, i, lib->files.items[k]))
        ok = false;
    lib->input_count = w->input_count - lib->first_input;
    if (ok && !dlw_weld_find_needed(w, i))
      ok = false;
  }
  return ok;
}
