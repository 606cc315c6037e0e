/* What index-object.c, verify.c and finish.c share with owners.c. */
#ifndef DLWELD_WELD_OWNERS_H
#define DLWELD_WELD_OWNERS_H

#include "weld/weld.h"

/* Most functions that the table may have to tell of. */
uint32_t dlw_owners_room(const dlw_weld *w);

/* What the room is found by in a module to whose data nothing can be added: it
   stands behind the empty table's first eight bytes. */
#define DLW_OWNERS_MAGIC                                                       \
  {0x0f, 'd', 'l', 'w', 'e', 'l', 'd',  ' ',                                   \
   'o',  'w', 'n', 'e', 'r', 's', 0xb3, 0x5e}

/* Makes the table, in w->owners: of the slots from `behind` on. `slots` has the
   function in each + 1, `names` the functions' names. */
bool dlw_owners_collect(dlw_weld *w, const uint32_t *slots, uint64_t slot_count,
                        uint64_t behind, const dlw_str *names);

#endif
