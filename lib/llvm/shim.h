/* The C++ that LLVM-C has no functions for, as C. Modules are LLVM-C's. */
#ifndef DLWELD_LLVM_SHIM_H
#define DLWELD_LLVM_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <llvm-c/TargetMachine.h>

#include "llvm/compat.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What of the summaries a module had (BitcodeLTOInfo); which of the two kinds
   it gets is said by its flag "ThinLTO". */
typedef struct dlw_llvm_kind {
  bool summary;
  bool thin; /* ThinLTO's, with a hash of the module, else full LTO's */
} dlw_llvm_kind;

/* The modules of a bitcode file: one, or two where -fsplit-lto-unit made two of
   one source. */
enum { DLW_LLVM_MODULES = 2 };
typedef struct dlw_llvm_file {
  unsigned count;
  LLVMModuleRef modules[DLW_LLVM_MODULES];
  dlw_llvm_kind kinds[DLW_LLVM_MODULES];
} dlw_llvm_file;

/* Reads all modules of a file into the context. If lazy, functions' code and
   debug info are left where they are as far as LLVM can; then `data` must live
   as long as the modules. There are none in an index, or what else has only
   summaries. On failure `*message` is malloc's, and nothing is left. */
bool dlw_llvm_file_read(LLVMContextRef c, const uint8_t *data, size_t size,
                        const char *name, bool lazy, dlw_llvm_file *out,
                        char **message);
void dlw_llvm_file_free(dlw_llvm_file *f);

/* Writes the modules as one file, with summaries and symbol table made anew.
   The bytes are malloc's. */
bool dlw_llvm_file_write(const dlw_llvm_file *f, uint8_t **data, size_t *size,
                         char **message);

/* Reads the code of a module that was read lazily. */
bool dlw_llvm_read_code(LLVMModuleRef m, char **message);

/* Constructors go into .init_array, in order. */
void dlw_llvm_use_init_array(LLVMTargetMachineRef machine);

/* Puts `unreachable` in place of the code of a function, which need not have
   been read, or makes a mere declaration of it. What it is stays; its metadata
   and personality go. */
void dlw_llvm_empty(LLVMValueRef function, bool declaration);

#ifdef __cplusplus
}
#endif

#endif
