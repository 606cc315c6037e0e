/* Private to lib/object: the "name" section. */
#ifndef DLWELD_OBJECT_NAMES_H
#define DLWELD_OBJECT_NAMES_H

#include "object/cursor.h"

/* Subsections of it. In LOCAL, LABEL and FIELD each entry holds a name map of
   its own; in the rest an entry is an index and a name. */
enum {
  DLW_NAME_MODULE = 0,
  DLW_NAME_FUNCTION = 1,
  DLW_NAME_LOCAL = 2,
  DLW_NAME_LABEL = 3,
  DLW_NAME_TYPE = 4,
  DLW_NAME_TABLE = 5,
  DLW_NAME_MEMORY = 6,
  DLW_NAME_GLOBAL = 7,
  DLW_NAME_ELEM = 8,
  DLW_NAME_DATA = 9,
  DLW_NAME_FIELD = 10,
  DLW_NAME_TAG = 11,
};

/* Reads a whole name section and checks it. `names`, unless NULL, gets those of
   the subsection `wanted` by index. */
bool dlw_names_read(dlw_cursor *c, const dlw_module *m, uint8_t wanted,
                    dlw_str *names);

/* Which index space (DLW_EXT_*) the keys of a subsection belong to, or -1. */
int dlw_names_space(uint8_t subsection);

#endif
