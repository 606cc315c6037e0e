/* What LLVM-C, in all versions that we know, lacks for renaming. */
#ifndef DLWELD_LLVM_VALUES_H
#define DLWELD_LLVM_VALUES_H

#include <llvm-c/Core.h>
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The module's value that is called so in an object file (a \01 before its
   name does not count), local ones included, or NULL. */
LLVMValueRef dlw_value_named(LLVMModuleRef m, const char *name, size_t size);

/* What a value is called in an object file, which has no \01 before names; ""
   if it has no name. It lives as long as the value keeps it. */
const char *dlw_value_object_name(LLVMValueRef value, size_t *size);

/* False: memory exhausted. */
bool dlw_value_add_suffix(LLVMValueRef value, const char *suffix);

/* A symbol that other files do not see. */
bool dlw_value_is_local(LLVMValueRef value);

/* As an object file has it: of functions with available_externally, which are
   copies to be inlined, it has references only. */
bool dlw_value_is_definition(LLVMValueRef value);

/* The name of a COMDAT group; it lives as long as the module. */
const char *dlw_comdat_name(LLVMComdatRef comdat, size_t *size);

/* All that refers to `from` refers to `to`, but aliases, addresses of blocks,
   metadata, and LLVM's own lists (llvm.used, llvm.global_ctors). */
void dlw_value_redirect(LLVMValueRef from, LLVMValueRef to);

/* In which way a value is thread-local, if at all; for aliases and functions,
   too. */
LLVMThreadLocalMode dlw_value_thread_local(LLVMValueRef value);
void dlw_value_set_thread_local(LLVMValueRef value, LLVMThreadLocalMode mode);

/* A variable that holds one string, of elements of 8, 16 or 32 bits, with a zero
   at its end only: LLVM may make it one that linkers merge. */
bool dlw_value_is_string(LLVMValueRef variable);

/* Whether all that is done with a variable's address, if anything, is reading
   from it: then nobody can see the address. */
bool dlw_value_is_only_read(LLVMValueRef variable);

/* Calls `change` for each name of a symbol that stands in the metadata of split
   modules (-fsplit-lto-unit with control flow integrity). What it returns, if
   anything, takes the name's place. */
typedef const char *dlw_name_change(void *user, const char *name, size_t size,
                                    size_t *new_size);
void dlw_module_change_names(LLVMModuleRef m, dlw_name_change *change,
                             void *user);

/* The text of inline assembly, and the same assembly with another text. */
const char *dlw_inline_asm_text(LLVMValueRef assembly, size_t *size);
LLVMValueRef dlw_inline_asm_with(LLVMValueRef assembly, const char *text,
                                 size_t size);

#ifdef __cplusplus
}
#endif

#endif
