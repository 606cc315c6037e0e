/* Private to lib/object: the decoders of the core specification's sections.
   Each reads all of its cursor and fills its part of the module; they run in
   the order of the sections, so what an index refers to is known. */
#ifndef DLWELD_OBJECT_SECTIONS_H
#define DLWELD_OBJECT_SECTIONS_H

#include "object/cursor.h"

bool dlw_read_types(dlw_cursor *c, dlw_module *m);
bool dlw_read_imports(dlw_cursor *c, dlw_module *m);
bool dlw_read_functions(dlw_cursor *c, dlw_module *m);
bool dlw_read_tables(dlw_cursor *c, dlw_module *m);
bool dlw_read_memories(dlw_cursor *c, dlw_module *m);
bool dlw_read_tags(dlw_cursor *c, dlw_module *m);
bool dlw_read_globals(dlw_cursor *c, dlw_module *m);
bool dlw_read_exports(dlw_cursor *c, dlw_module *m);
bool dlw_read_start(dlw_cursor *c, dlw_module *m);
bool dlw_read_elems(dlw_cursor *c, dlw_module *m);
bool dlw_read_data_count(dlw_cursor *c, dlw_module *m, uint32_t *count);
bool dlw_read_codes(dlw_cursor *c, dlw_module *m);
bool dlw_read_segments(dlw_cursor *c, dlw_module *m);

/* dlw_module_read, with or without decoding functions' code. */
bool dlw_module_read_parts(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                           bool codes, dlw_module *out);

/* Indices of that kind (DLW_EXT_*), imported and defined. */
static inline uint32_t dlw_module_count(const dlw_module *m, unsigned kind) {
  return m->imported[kind] + m->defined[kind];
}

/* "function", "table", "memory", "global", "tag". */
const char *dlw_ext_name(unsigned kind);

#endif
