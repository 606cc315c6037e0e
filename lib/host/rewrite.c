/* Rewriting an archive: its members go unchanged into a new one in a nameless
   file, with an index of what they define (linkers before LLVM 18 need it).
   Bitcode members get no index entries: reading their symbols takes LLVM. */
#include "host/rewrite.h"

#include "object/object.h"

/* The definitions of a member that an archive index lists. */
static bool definitions(dlw_run *run, const dlw_input *input,
                        dlw_archive_input *out) {
  dlw_where where = {.file = dlw_str_of(input->source->path)};
  dlw_object object;
  if (dlw_kind_of(input->data) != DLW_KIND_OBJECT ||
      !dlw_object_read(&run->quiet, &where, input->data, &object))
    return true;
  dlw_str *names =
      dlw_alloc(&run->cx, object.symbol_count, sizeof *names);
  if (!names)
    return false;
  uint32_t n = 0;
  for (uint32_t i = 0; i < object.symbol_count; i++) {
    const dlw_symbol *s = &object.symbols[i];
    if (s->kind != DLW_SYM_SECTION &&
        !(s->flags & (DLW_SYM_UNDEFINED | DLW_SYM_LOCAL)))
      names[n++] = s->name;
  }
  out->symbols = names;
  out->symbol_count = n;
  dlw_object_done(&object);
  return true;
}

const char *dlw_rewrite_archive(dlw_run *run, const dlw_resolved *resolved) {
  const dlw_source *source = resolved->source;
  dlw_where where = {.file = dlw_str_of(source->path)};
  if (resolved->input_count != source->archive.count) {
    dlw_error(&run->cx, &where,
              "a plugin took a member out of this thin archive, but others of "
              "its members cannot be opened");
    return NULL;
  }
  dlw_archive_input *members =
      dlw_alloc(&run->cx, resolved->input_count, sizeof *members);
  const dlw_input **kept =
      dlw_alloc(&run->cx, resolved->input_count, sizeof *kept);
  if (!members || !kept)
    return NULL;
  uint32_t n = 0;
  for (uint32_t i = 0; i < resolved->input_count; i++) {
    const dlw_input *input = run->inputs[resolved->first_input + i];
    if (input->claimed)
      continue;
    members[n] = (dlw_archive_input){.name = dlw_str_of(input->member),
                                     .size = input->data.n};
    if (!definitions(run, input, &members[n]))
      return NULL;
    kept[n++] = input;
  }
  dlw_archive_layout layout;
  uint8_t *bytes;
  if (!dlw_archive_plan(&run->cx, members, n, &layout))
    return NULL;
  int fd = dlw_file_anonymous(&run->cx, "archive", layout.size, &bytes);
  if (fd < 0)
    return NULL;
  dlw_archive_write_frame(members, n, &layout, bytes);
  for (uint32_t i = 0; i < n; i++)
    if (kept[i]->data.n)
      memcpy(bytes + layout.offsets[i], kept[i]->data.p, kept[i]->data.n);
  dlw_str path = dlw_sprintf(&run->cx, "/proc/self/fd/%d", fd);
  if (!path.p || !dlw_run_translate(run, path, dlw_str_of(source->path)))
    return NULL;
  return path.p;
}
