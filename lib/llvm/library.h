/* The map of a module that is a library by itself, for the pass where it knows
   no more than the library's name. */
#ifndef DLWELD_LLVM_LIBRARY_H
#define DLWELD_LLVM_LIBRARY_H

#include <llvm-c/Types.h>

#include "llvm/map.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Lines that give all global definitions of the module, and its COMDAT groups,
   the names that they have in the library, as lib/weld/names.c makes them; but
   not those that a map has lines for, nor what is one for all libraries: names
   of the linker's, of programs' entries, and typeinfo in COMDAT groups. NULL
   when out of memory; else malloc's. */
char *dlw_llvm_library_map(LLVMModuleRef m, const char *soname,
                           const dlw_llvm_map *but, size_t *size);

#ifdef __cplusplus
}
#endif

#endif
