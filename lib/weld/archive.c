/* The bytes handed to the linker: one archive with every object of every
   library. One file, however many libraries there are, and each member's name
   says library, archive and member, so that the linker's messages do. */
#include "weld/weld.h"

bool dlw_weld_archive(dlw_weld *w, dlw_weld_room *room, void *user) {
  dlw_ctx *cx = w->cx;
  dlw_archive_input *members =
      dlw_alloc(cx, w->input_count, sizeof *members);
  if (!members)
    return false;
  for (uint32_t i = 0; i < w->input_count; i++) {
    members[i].name = w->inputs[i].title;
    if (!dlw_object_layout(cx, &w->inputs[i].object, &members[i].size))
      return false;
  }
  dlw_archive_layout layout;
  if (!dlw_archive_plan(cx, members, w->input_count, &layout))
    return false;
  uint8_t *out = room(user, layout.size);
  if (!out)
    return false;
  dlw_archive_write_frame(members, w->input_count, &layout, out);
  for (uint32_t i = 0; i < w->input_count; i++)
    dlw_object_write(&w->inputs[i].object, out + layout.offsets[i]);
  return true;
}

bool dlw_index_archive(dlw_weld *w, dlw_weld_room *room, void *user) {
  dlw_archive_input member = {.name = DLW_STR("dlweld-index.o"),
                              .size = w->index.object.size};
  dlw_archive_layout layout;
  if (!dlw_archive_plan(w->cx, &member, 1, &layout))
    return false;
  uint8_t *out = room(user, layout.size);
  if (!out)
    return false;
  dlw_archive_write_frame(&member, 1, &layout, out);
  memcpy(out + layout.offsets[0], w->index.object.data, member.size);
  return true;
}
