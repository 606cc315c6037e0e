/* Symbols' names as strings that stay, for dladdr and the finder. Coded ones
   (index.h, DLW_LIBRARY_SMALL) are written whole into room that weld has
   reserved. Nothing else refers to that room, so that modules in which nobody
   asks for names do not have it. */
#include "runtime.h"

extern char __dlweld_names[] __attribute__((weak)) DLW_HIDDEN;

/* All names of the block up to the one that is asked for. What is there
   already gets the same bytes again, so it does not matter who reads them. */
static const char *decode(const dlw_index_library *library, uint32_t symbol) {
  const dlw_index_block *block =
      (const dlw_index_block *)(__dlweld_index + library->starts) +
      symbol / DLW_SMALL_BLOCK;
  const char *p = dlw_string(library->strings + block->coded);
  char *to = __dlweld_names + library->text + block->text;
  for (const char *name = to, *before = to;; before = name, name = to) {
    for (uint8_t same = (uint8_t)*p++; same != 0; same--)
      *to++ = *before++;
    while ((*to++ = *p++) != 0)
      ;
    if (symbol-- % DLW_SMALL_BLOCK == 0)
      return name;
  }
}

const char *__dlweld_symbol_text(const dlw_index_library *library,
                                 uint32_t symbol) {
  if (library->flags & DLW_LIBRARY_SMALL)
    return decode(library, symbol);
  uint32_t name = dlw_u32s(library->names)[symbol] & DLW_SYMBOL_NAME_MASK;
  return dlw_string(library->strings + name);
}
