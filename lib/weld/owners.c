/* Whose functions are in table slots that no mark tells, since the linker
   compiled them and put them behind all else: as the name section of the
   finished module has them, where a static function of a library bears its
   suffix (rename.c). The run time finds them in a table for which the index
   object has room, and which is filled here. */
#include "weld/owners.h"

#include "dlfcn/index.h"

uint32_t dlw_owners_room(const dlw_weld *w) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < w->input_count; i++) {
    const dlw_input *input = &w->inputs[i];
    for (uint32_t k = 0; input->bitcode.n && k < input->name_count; k++)
      count += input->object.symbols[k].kind == DLW_SYM_FUNCTION &&
               !(input->object.symbols[k].flags & DLW_SYM_UNDEFINED);
  }
  return count && count < 2 ? 2 : count; /* the magic number needs as much */
}

static bool ends_word(dlw_str name, size_t at) {
  return at == name.n || name.p[at] == '.' || name.p[at] == ')' ||
         name.p[at] == ' ';
}

/* The library whose suffix the name has: at its end, or before what LLVM adds
   (".llvm.123"), or what a demangler has made of it ("f() (.libx.so)"). The
   last one in the name; of several there the longest. DLW_NONE: none. */
static uint32_t owner_of(const dlw_weld *w, dlw_str name) {
  uint32_t found = DLW_NONE;
  size_t length = 0;
  for (size_t at = name.n; at-- > 0;) {
    if (name.p[at] != '.')
      continue;
    dlw_str rest = {name.p + at + 1, name.n - at - 1};
    for (uint32_t i = 1; i < w->library_count; i++) {
      dlw_str id = w->libraries[i].id;
      if (w->libraries[i].bitcode && id.n > length &&
          dlw_str_starts(rest, id) && ends_word(rest, id.n)) {
        found = i;
        length = id.n;
      }
    }
    if (found != DLW_NONE &&
        (at == 0 || name.p[at - 1] == '.' || name.p[at - 1] == '('))
      break;
  }
  return found;
}

bool dlw_owners_collect(dlw_weld *w, const uint32_t *slots, uint64_t slot_count,
                        uint64_t behind, const dlw_str *names) {
  uint32_t room = dlw_owners_room(w), count = 0;
  dlw_buf *b = &w->owners;
  dlw_buf_u32(b, 0);
  dlw_buf_u32(b, 0);
  for (uint64_t i = behind; i < slot_count && count < room; i++) {
    uint32_t library = slots[i] ? owner_of(w, names[slots[i] - 1]) : DLW_NONE;
    if (library == DLW_NONE)
      continue;
    dlw_buf_u32(b, (uint32_t)i);
    dlw_buf_u32(b, library);
    count++;
  }
  if (!dlw_buf_ok(b))
    return dlw_out_of_memory(w->cx);
  for (int i = 0; i < 4; i++)
    b->data[i] = (uint8_t)(count >> (8 * i));
  return true;
}
