/* Symbols in a module's inline assembly. */
#ifndef DLWELD_LLVM_ASM_H
#define DLWELD_LLVM_ASM_H

#include <llvm-c/Types.h>

#include "llvm/map.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Gives the symbols in the assembly of a module and of its functions' bodies
   the names that the map says; the module's values still have their old ones.
   False if that cannot be done, or if the assembly defines a symbol twice, or
   one that the module defines: then `*message` is one line of malloc's. */
bool dlw_llvm_rename_asm(LLVMModuleRef m, const dlw_llvm_map *map,
                         char **message);

/* Calls `found` for each global symbol that the module's assembly defines, in
   order of name. False when out of memory. */
typedef void dlw_asm_found(void *user, const char *name, size_t size);
bool dlw_llvm_asm_definitions(LLVMModuleRef m, dlw_asm_found *found,
                              void *user);

#ifdef __cplusplus
}
#endif

#endif
