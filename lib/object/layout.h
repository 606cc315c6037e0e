/* What a finished module's table and memory hold at the start. */
#ifndef DLWELD_OBJECT_LAYOUT_H
#define DLWELD_OBJECT_LAYOUT_H

#include "object/module.h"

typedef struct dlw_layout {
  const dlw_module *module;
  uint32_t *slots;     /* function in each slot of table 0, plus 1; 0: none */
  uint64_t slot_count; /* behind the last one that an element segment fills */
  bool relative; /* segments begin at __memory_base and __table_base, and those
                    count as 0 here */
  bool has_addresses;           /* all data segments are active, at constants */
  const dlw_segment **segments; /* those that are not empty, by address */
  uint32_t segment_count;
} dlw_layout;

/* False: no memory. The arena's. */
bool dlw_layout_read(dlw_ctx *cx, const dlw_module *m, dlw_layout *out);

/* The bytes of memory at `address`: how many follow in one segment at `*p`, or,
   with *p NULL, how many no segment has (zeros in new memory). */
uint64_t dlw_layout_memory(const dlw_layout *l, uint64_t address,
                           const uint8_t **p);
/* Copies, gaps as zeros; false: there is not one byte of it in the module. */
bool dlw_layout_copy(const dlw_layout *l, uint64_t address, void *to,
                     size_t size);

#endif
