/* What describing and renaming a module begin with (prepare.c), so that names
   in the description are those that the map is applied to. */
#ifndef DLWELD_LLVM_PREPARE_H
#define DLWELD_LLVM_PREPARE_H

#include "llvm/compat.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Makes functions of llvm.global_dtors, as LLVM's code generator would, and
   gives nameless functions in llvm.global_ctors names; see map.h. Doing it
   twice is as doing it once. */
void dlw_llvm_prepare(LLVMModuleRef m);

#ifdef __cplusplus
}
#endif

#endif
