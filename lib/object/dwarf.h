/* DWARF of a shared module that is lifted: the .debug_* sections stay as they
   are, and get the relocations that a compiler's object has for them.

   A shared module's DWARF has no relocations any more. Every place in it that
   holds an address or an offset into another section is found again by reading
   all of it, as the DWARF standard, versions 4 and 5, and tool-conventions'
   "DWARF for WebAssembly" describe it:

     addresses of code        R_WASM_FUNCTION_OFFSET_I32 or _I64
     addresses of data        R_WASM_MEMORY_ADDR_I32 or _I64
     offsets into sections    R_WASM_SECTION_OFFSET_I32
     numbers of globals       R_WASM_GLOBAL_INDEX_I32

   That needs to understand each byte before a relocation's. So where there is
   something unknown or damaged, or where code has moved within a function, all
   of it is left out: no debug information is better than wrong one. */
#ifndef DLWELD_OBJECT_DWARF_H
#define DLWELD_OBJECT_DWARF_H

#include "object/lift-private.h"

/* Finds the relocations, once the code is lifted, and adds the symbols of the
   sections; l->dwarf is NULL where the sections are left out. False: no
   memory (reported). */
bool dlw_dwarf_lift(dlw_lifter *l);

/* Writes what becomes of section `section` of the module, which will be number
   `number` in the object; false where it is none that is kept. */
bool dlw_dwarf_write(dlw_lifter *l, dlw_buf *out, uint32_t section,
                     uint32_t number);
/* Writes the relocations of all that have been written. */
void dlw_dwarf_write_relocs(const dlw_lifter *l, dlw_buf *out);

void dlw_dwarf_free(dlw_lifter *l);

#endif
