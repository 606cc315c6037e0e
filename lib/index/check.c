/* The order of the check, and how its parts report. */
#include "index/check-private.h"

#include <stdarg.h>
#include <stdio.h>

#include "object/lift.h"

bool dlw_check_fault(dlw_checker *c, const dlw_subject *about, const char *id,
                     dlw_severity severity, const char *format, ...) {
  char text[512];
  va_list arguments;
  va_start(arguments, format);
  int n = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (n < 0 || (size_t)n >= sizeof text)
    n = sizeof text - 1;
  const uint8_t *start = c->m->input.p;
  c->faults += severity == DLW_ERROR && c->faults < UINT32_MAX - 1;
  if (c->found)
    c->found(c->user,
             &(dlw_fault){
                 .id = id,
                 .severity = severity,
                 .offset = about->at ? (uint64_t)(about->at - start) : 0,
                 .library = about->library,
                 .symbol = about->symbol,
                 .text = {text, (size_t)n},
                 .hint = about->hint,
             });
  return false;
}

const uint8_t *dlw_check_place(const dlw_checker *c, uint32_t offset) {
  const uint8_t *p = c->x->bytes.p;
  uintptr_t start = (uintptr_t)c->m->input.p, at = (uintptr_t)p;
  /* It is no part of the module where it had to be put together of several
     segments. */
  return at >= start && at - start < c->m->input.n ? p + offset : NULL;
}

/* What the table and memory have room for. A module that is placed when it is
   loaded says in dylink.0 how much of both is its own. */
static bool find_room(dlw_checker *c) {
  const dlw_layout *l = &c->layout;
  c->slots_room = l->table.exists ? l->table.minimum : UINT64_MAX;
  c->memory_room = l->memory.exists ? l->memory.minimum : UINT64_MAX;
  if (!l->relative)
    return true;
  c->slots_room = c->memory_room = UINT64_MAX;
  dlw_dylink dylink;
  if (dlw_kind_of(c->m->input) != DLW_KIND_SHARED)
    return true;
  if (!dlw_dylink_read(c->cx, &c->m->where, c->m->input, &dylink))
    return false;
  c->slots_room = dylink.table_size;
  c->memory_room = dylink.memory_size;
  return true;
}

uint32_t dlw_welded_check(dlw_ctx *cx, const dlw_module *m, const dlw_welded *x,
                          dlw_fault_found *found, void *user) {
  dlw_checker c = {.cx = cx, .m = m, .x = x, .found = found, .user = user};
  if (!dlw_layout_read(cx, m, &c.layout) || !find_room(&c))
    return UINT32_MAX;
  if (!x->relocatable) {
    dlw_check_slots(&c);
    dlw_check_data(&c);
    dlw_check_copies(&c);
  }
  dlw_check_relocations(&c);
  return c.failed ? UINT32_MAX : c.faults;
}
