/* The differences between LLVM 14, 16, 19 and 22, for C and C++. */
#ifndef DLWELD_LLVM_COMPAT_H
#define DLWELD_LLVM_COMPAT_H

#include <llvm-c/Core.h>
#include <llvm/Config/llvm-config.h>
#include <stdlib.h>

/* Of the headers, and so of what is loaded. */
#define DLW_LLVM LLVM_VERSION_MAJOR

/* The header of pass plugins moved. */
#if DLW_LLVM >= 22
#define DLW_PASS_PLUGIN_H <llvm/Plugins/PassPlugin.h>
#else
#define DLW_PASS_PLUGIN_H <llvm/Passes/PassPlugin.h>
#endif

/* 14 still has pointers to types (i8*), so what goes into a list of pointers
   such as llvm.used is converted; later all are `ptr`. Either way this is the
   pointer type for a list. */
static inline LLVMTypeRef dlw_pointer_type(LLVMContextRef c,
                                           unsigned address_space) {
#if DLW_LLVM >= 15
  return LLVMPointerTypeInContext(c, address_space);
#else
  return LLVMPointerType(LLVMInt8TypeInContext(c), address_space);
#endif
}

/* A pointer to a type, where types of pointers have any. */
static inline LLVMTypeRef dlw_pointer_to(LLVMTypeRef type) {
#if DLW_LLVM >= 15
  return LLVMPointerTypeInContext(LLVMGetTypeContext(type), 0);
#else
  return LLVMPointerType(type, 0);
#endif
}

/* A constant as a pointer of type `type`, which may be of another address
   space. */
static inline LLVMValueRef dlw_pointer_as(LLVMValueRef v, LLVMTypeRef type) {
  unsigned from = LLVMGetPointerAddressSpace(LLVMTypeOf(v));
  if (from != LLVMGetPointerAddressSpace(type))
    return LLVMConstAddrSpaceCast(v, type);
  return LLVMTypeOf(v) == type ? v : LLVMConstBitCast(v, type);
}

/* What a converted constant is a pointer to. */
static inline LLVMValueRef dlw_pointer_from(LLVMValueRef v) {
  while (LLVMIsAConstantExpr(v) && (LLVMGetConstOpcode(v) == LLVMBitCast ||
                                    LLVMGetConstOpcode(v) == LLVMAddrSpaceCast))
    v = LLVMGetOperand(v, 0);
  return v;
}

/* Attributes of a function as such, not those of its parameters and result. */
static inline void dlw_copy_attributes(LLVMValueRef from, LLVMValueRef to) {
  unsigned n = LLVMGetAttributeCountAtIndex(from, LLVMAttributeFunctionIndex);
  LLVMAttributeRef *all = (LLVMAttributeRef *)calloc(n + 1, sizeof *all);
  if (!all)
    return;
  LLVMGetAttributesAtIndex(from, LLVMAttributeFunctionIndex, all);
  for (unsigned i = 0; i < n; i++)
    LLVMAddAttributeAtIndex(to, LLVMAttributeFunctionIndex, all[i]);
  free(all);
}

#endif
