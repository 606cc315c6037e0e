/* Describes bitcode: LLVM's own code generator makes an object of it, so that
   all in that is as LLVM has it, but of modules whose functions have lost their
   code, so that it takes little time. What only the code would have brought
   into the object is brought there by other means:

   - Undefined symbols. The code generator puts into an object's symbol table
     what is referred to or has an attribute. Protected visibility is one, and
     WebAssembly has no use for it, so it leaves no other trace. What a module
     declares is what it uses; wasm-ld itself goes by that for bitcode.
   - The flag TLS of an undefined symbol, which comes from code that uses it.
   - The types of functions declared without a prototype, which LLVM takes from
     their calls (pass "Add Missing Prototypes"). */
#include "llvm/describe.h"

#include <stdlib.h>
#include <string.h>

#include <llvm-c/Analysis.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/Linker.h>
#include <llvm-c/TargetMachine.h>

#include "llvm/prepare.h"

/* --- Functions without a prototype --- */

static bool has_attribute(LLVMValueRef f, const char *name) {
  return LLVMGetStringAttributeAtIndex(f, LLVMAttributeFunctionIndex, name,
                                       (unsigned)strlen(name)) != NULL;
}

static bool lacks_prototype(LLVMValueRef f) {
  return LLVMIsDeclaration(f) && has_attribute(f, "no-prototype");
}

/* The type of the first call of it, or NULL; `v` is the function or, with types
   of pointers, what it was converted to. */
static LLVMTypeRef type_called(LLVMValueRef v) {
  for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
    LLVMValueRef user = LLVMGetUser(u);
    if ((LLVMIsACallInst(user) || LLVMIsAInvokeInst(user)) &&
        LLVMGetCalledValue(user) == v)
      return LLVMGetCalledFunctionType(user);
    LLVMTypeRef type =
        LLVMIsAConstantExpr(user) && LLVMGetConstOpcode(user) == LLVMBitCast
            ? type_called(user)
            : NULL;
    if (type)
      return type;
  }
  return NULL;
}

static void give_prototype(LLVMModuleRef m, LLVMValueRef f) {
  size_t length;
  LLVMTypeRef type = type_called(f);
  if (!type)
    type = LLVMFunctionType(LLVMGetReturnType(LLVMGlobalGetValueType(f)), NULL,
                            0, false);
  LLVMValueRef made = LLVMAddFunction(m, "", type);
  LLVMSetLinkage(made, LLVMGetLinkage(f));
  LLVMSetVisibility(made, LLVMGetVisibility(f));
  dlw_copy_attributes(f, made);
  LLVMRemoveStringAttributeAtIndex(made, LLVMAttributeFunctionIndex,
                                   "no-prototype", strlen("no-prototype"));
  LLVMReplaceAllUsesWith(f, dlw_pointer_as(made, LLVMTypeOf(f)));
  char *name = strdup(LLVMGetValueName2(f, &length));
  LLVMDeleteFunction(f);
  if (name)
    LLVMSetValueName2(made, name, length);
  free(name);
}

/* Needs the code, which is read now. */
static bool give_prototypes(LLVMModuleRef m, char **message) {
  LLVMValueRef f = LLVMGetFirstFunction(m), last = LLVMGetLastFunction(m);
  while (f && !lacks_prototype(f))
    f = LLVMGetNextFunction(f);
  if (!f)
    return true;
  if (!dlw_llvm_read_code(m, message))
    return false;
  for (LLVMValueRef next; f; f = next) { /* what is added comes behind `last` */
    next = f == last ? NULL : LLVMGetNextFunction(f);
    if (lacks_prototype(f))
      give_prototype(m, f);
  }
  return true;
}

/* --- Leaving out code --- */

/* A definition that only the optimizer may look at is a declaration. */
static bool is_hint(LLVMValueRef v) {
  return LLVMGetLinkage(v) == LLVMAvailableExternallyLinkage;
}

static void leave_out_code(LLVMModuleRef m) {
  for (LLVMValueRef f = LLVMGetFirstFunction(m); f; f = LLVMGetNextFunction(f))
    if (!LLVMIsDeclaration(f))
      dlw_llvm_empty(f, is_hint(f));
  for (LLVMValueRef v = LLVMGetFirstGlobal(m); v; v = LLVMGetNextGlobal(v))
    if (is_hint(v)) {
      LLVMSetInitializer(v, NULL);
      LLVMSetLinkage(v, LLVMExternalLinkage);
    }
}

/* --- Undefined symbols --- */

static bool is_llvms_own(LLVMValueRef v) {
  size_t length;
  const char *name = LLVMGetValueName2(v, &length);
  return length >= 5 && memcmp(name, "llvm.", 5) == 0;
}

static void refer_to(LLVMValueRef v) {
  if (LLVMIsDeclaration(v) && !is_llvms_own(v) &&
      LLVMGetVisibility(v) == LLVMDefaultVisibility)
    LLVMSetVisibility(v, LLVMProtectedVisibility);
}

/* Loads of undefined thread-local variables in front of the first function's
   `unreachable`. */
static void refer_to_thread_locals(LLVMModuleRef m) {
  LLVMValueRef f = LLVMGetFirstFunction(m);
  while (f && LLVMIsDeclaration(f))
    f = LLVMGetNextFunction(f);
  if (!f)
    return;
  LLVMContextRef c = LLVMGetModuleContext(m);
  LLVMBuilderRef b = LLVMCreateBuilderInContext(c);
  LLVMBasicBlockRef body = LLVMGetEntryBasicBlock(f);
  LLVMPositionBuilderBefore(b, LLVMGetFirstInstruction(body));
  LLVMTypeRef byte = LLVMInt8TypeInContext(c);
  for (LLVMValueRef v = LLVMGetFirstGlobal(m); v; v = LLVMGetNextGlobal(v))
    if (LLVMIsThreadLocal(v) && LLVMIsDeclaration(v))
      LLVMSetVolatile(LLVMBuildLoad2(b, byte,
                                     dlw_pointer_as(v, dlw_pointer_type(c, 0)),
                                     ""),
                      true);
  LLVMDisposeBuilder(b);
}

static void refer_to_all(LLVMModuleRef m) {
  bool thread_locals = false;
  for (LLVMValueRef f = LLVMGetFirstFunction(m); f; f = LLVMGetNextFunction(f))
    refer_to(f);
  for (LLVMValueRef v = LLVMGetFirstGlobal(m); v; v = LLVMGetNextGlobal(v)) {
    refer_to(v);
    thread_locals |= LLVMIsThreadLocal(v) && LLVMIsDeclaration(v);
  }
  if (thread_locals)
    refer_to_thread_locals(m);
}

/* --- The object --- */

static LLVMTargetMachineRef machine_for(LLVMModuleRef m, char **message) {
  LLVMTargetRef target;
  const char *triple = LLVMGetTarget(m);
  char *text = NULL;
  if (LLVMGetTargetFromTriple(triple, &target, &text)) {
    *message = strdup(text);
    LLVMDisposeMessage(text);
    return NULL;
  }
  bool pic = LLVMGetModuleFlag(m, "PIC Level", strlen("PIC Level")) != NULL;
  /* As wasm-ld does; functions say themselves what they may use. */
  LLVMTargetMachineRef machine = LLVMCreateTargetMachine(
      target, triple, "", "", LLVMCodeGenLevelNone,
      pic ? LLVMRelocPIC : LLVMRelocStatic, LLVMCodeModelDefault);
  if (!machine)
    *message = strdup("LLVM has no code generator for this target");
  else
    dlw_llvm_use_init_array(machine);
  return machine;
}

static bool emit(LLVMModuleRef m, uint8_t **data, size_t *size,
                 char **message) {
  LLVMTargetMachineRef machine = machine_for(m, message);
  if (!machine)
    return false;
  LLVMMemoryBufferRef object;
  char *text = NULL;
  bool ok = !LLVMTargetMachineEmitToMemoryBuffer(machine, m, LLVMObjectFile,
                                                 &text, &object);
  LLVMDisposeTargetMachine(machine);
  if (!ok) {
    *message = strdup(text);
    LLVMDisposeMessage(text);
    return false;
  }
  *size = LLVMGetBufferSize(object);
  *data = malloc(*size);
  if (*data)
    memcpy(*data, LLVMGetBufferStart(object), *size);
  else
    *message = strdup("out of memory");
  LLVMDisposeMemoryBuffer(object);
  return *data != NULL;
}

bool dlw_llvm_describe(dlw_llvm_file *f, uint8_t **data, size_t *size,
                       char **message) {
  LLVMModuleRef m = f->modules[0];
  for (unsigned i = 0; i < f->count; i++) {
    if (!give_prototypes(f->modules[i], message))
      return false;
    leave_out_code(f->modules[i]);
  }
  while (f->count > 1)
    if (LLVMLinkModules2(m, f->modules[--f->count])) {
      *message = strdup("its modules do not fit together");
      return false;
    }
  LLVMStripModuleDebugInfo(m);
  refer_to_all(m);
  dlw_llvm_prepare(m);
  char *text = NULL;
  bool ok = !LLVMVerifyModule(m, LLVMReturnStatusAction, &text);
  if (!ok)
    *message = strdup(text);
  LLVMDisposeMessage(text);
  return ok && emit(m, data, size, message);
}
