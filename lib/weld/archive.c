/* The bytes handed to the linker: one archive with every object of every
   library. One file, however many libraries there are, and each member's name
   says library, archive and member, so that the linker's messages do. */
#include "weld/weld.h"

/* Members in order: slots, if they are not elsewhere; mark 0, library 1's
   objects, mark 1, and so on. */
bool dlw_weld_archive(dlw_weld *w, dlw_weld_room *room, void *user) {
  dlw_ctx *cx = w->cx;
  bool slots = w->slots.size && !w->slots_in_front;
  uint32_t count = slots + w->input_count + w->library_count, n = 0;
  dlw_archive_input *members = dlw_alloc(cx, count, sizeof *members);
  const uint8_t **marks = dlw_alloc(cx, count, sizeof *marks); /* and slots */
  if (!members || !marks)
    return false;
  if (slots) {
    members[n].name = DLW_STR("dlweld-slots.o");
    members[n].size = w->slots.size;
    marks[n++] = w->slots.data;
  }
  for (uint32_t i = 0; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    for (uint32_t k = 0; k < lib->input_count; k++, n++) {
      dlw_input *input = &w->inputs[lib->first_input + k];
      members[n].name = input->title;
      members[n].size = input->renamed.n;
      if (!input->bitcode.n &&
          !dlw_object_layout(cx, &input->object, &members[n].size))
        return false;
    }
    size_t start = i ? w->mark_ends[i - 1] : 0;
    members[n].name = DLW_STR("dlweld-mark.o");
    members[n].size = w->mark_ends[i] - start;
    marks[n++] = w->marks.data + start;
  }
  dlw_archive_layout layout;
  if (!dlw_archive_plan(cx, members, count, &layout))
    return false;
  uint8_t *out = room(user, layout.size);
  if (!out)
    return false;
  dlw_archive_write_frame(members, count, &layout, out);
  uint32_t input = 0;
  for (uint32_t i = 0; i < count; i++) {
    const dlw_input *in = marks[i] ? NULL : &w->inputs[input++];
    if (in && !in->bitcode.n)
      dlw_object_write(&in->object, out + layout.offsets[i]);
    else
      memcpy(out + layout.offsets[i], in ? in->renamed.p : marks[i],
             members[i].size);
  }
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
