/* What a finished module's table and memory hold at the start. Core
   specification, "Modules": Element Segments and Data Segments; in modules that
   are placed when they are loaded (tool-conventions' DynamicLinking.md) all
   offsets count from the imported __table_base and __memory_base. */
#ifndef DLWELD_OBJECT_LAYOUT_H
#define DLWELD_OBJECT_LAYOUT_H

#include "object/module.h"

/* No engine has a larger table (JavaScript API, "Limits"). */
#define DLW_MOST_SLOTS 10000000u

/* Of table 0 or memory 0, defined or imported. */
typedef struct dlw_limits {
  bool exists, imported, shared;
  uint64_t minimum, maximum; /* entries or bytes; UINT64_MAX: no maximum */
} dlw_limits;

/* A data segment's place. */
typedef struct dlw_placed {
  uint64_t address;
  dlw_bytes data;
} dlw_placed;

typedef struct dlw_layout {
  const dlw_module *module;
  uint32_t *slots;       /* function in each slot of table 0, plus 1; 0: none */
  uint32_t *slot_places; /* where in the element section's body that is said */
  uint64_t slot_count;   /* behind the last one that an element segment fills */
  bool relative;  /* segments begin at __memory_base and __table_base, and those
                     count as 0 here */
  bool has_slots; /* it is known where all of table 0's segments are */
  bool has_addresses;     /* the same of all data segments */
  const dlw_elem *beyond; /* a segment no table has room for, or NULL */
  dlw_placed *segments;   /* those that are not empty, by address */
  uint32_t segment_count;
  dlw_limits table, memory;
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
