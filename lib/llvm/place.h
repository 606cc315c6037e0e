/* The lines of a map that speak of what is in a module, and not of names. */
#ifndef DLWELD_LLVM_PLACE_H
#define DLWELD_LLVM_PLACE_H

#include "llvm/compat.h"
#include "llvm/map.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Does what the lines from `data` on say. To be called when all names are given.
   False: memory exhausted. */
bool dlw_llvm_place(LLVMModuleRef m, const dlw_llvm_map *map);

#ifdef __cplusplus
}
#endif

#endif
