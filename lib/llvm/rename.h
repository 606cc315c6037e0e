/* Gives a module the names that a map says. */
#ifndef DLWELD_LLVM_RENAME_H
#define DLWELD_LLVM_RENAME_H

#include <llvm-c/Types.h>

#include "llvm/map.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Changes `m`, which has gone through dlw_llvm_prepare, as the map says. On
   failure `*message` is one line of malloc's, and the module is only good to
   be thrown away. */
bool dlw_llvm_rename(LLVMModuleRef m, const dlw_llvm_map *map, char **message);

#ifdef __cplusplus
}
#endif

#endif
