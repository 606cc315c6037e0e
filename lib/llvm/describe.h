/* The description of a bitcode file (bitcode.h). */
#ifndef DLWELD_LLVM_DESCRIBE_H
#define DLWELD_LLVM_DESCRIBE_H

#include "llvm/shim.h"

/* Makes the object. The modules, which were read lazily, are used up. The bytes
   are malloc's; on failure `*message` is one line of malloc's. */
bool dlw_llvm_describe(dlw_llvm_file *f, uint8_t **data, size_t *size,
                       char **message);

#endif
