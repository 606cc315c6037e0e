/* Brings a module to the form that both the description and the map speak of:
   what the WebAssembly back end does first, as far as it makes symbols.

   llvm.global_dtors becomes functions that __cxa_atexit gets, and main without
   parameters gets a wrapper that has them. Where LLVM does that itself (passes
   "Lower @llvm.global_dtors" and "Fix Function Bitcasts") a link with LTO does
   it after the libraries were renamed, when main is no longer called so, and
   what is made for one library can no longer be told from another's. */
#include "llvm/prepare.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOWEST = 65535 }; /* the priority of what has none */

/* An entry of llvm.global_ctors or llvm.global_dtors. */
typedef struct entry {
  unsigned priority;
  unsigned position;
  LLVMValueRef function, associated; /* the latter may be null */
} entry;

/* Reads such a list up to its end. NULL: it is empty, or nothing we know. */
static entry *read_list(LLVMValueRef list, unsigned *count) {
  *count = 0;
  LLVMValueRef array = list ? LLVMGetInitializer(list) : NULL;
  if (!array || !LLVMIsAConstantArray(array))
    return NULL;
  unsigned n = (unsigned)LLVMGetNumOperands(array);
  entry *entries = calloc(n + 1, sizeof *entries);
  for (unsigned i = 0; entries && i < n; i++) {
    LLVMValueRef v = LLVMGetOperand(array, i);
    if (!LLVMIsAConstantStruct(v) || LLVMGetNumOperands(v) != 3)
      continue;
    LLVMValueRef priority = LLVMGetOperand(v, 0);
    entry e = {LOWEST, *count, LLVMGetOperand(v, 1),
               dlw_pointer_from(LLVMGetOperand(v, 2))};
    if (!LLVMIsAConstantInt(priority))
      continue;
    if (LLVMIsNull(e.function))
      break;
    if (LLVMConstIntGetZExtValue(priority) < LOWEST)
      e.priority = (unsigned)LLVMConstIntGetZExtValue(priority);
    entries[(*count)++] = e;
  }
  return entries;
}

static int compare(const void *a, const void *b) {
  const entry *x = a, *y = b;
  if (x->priority != y->priority)
    return x->priority < y->priority ? -1 : 1;
  return x->position < y->position ? -1 : 1;
}

/* Appends to llvm.global_ctors. */
static void add_constructor(LLVMModuleRef m, LLVMValueRef f, unsigned priority,
                            LLVMValueRef associated) {
  LLVMContextRef c = LLVMGetModuleContext(m);
  LLVMValueRef old = LLVMGetNamedGlobal(m, "llvm.global_ctors");
  LLVMValueRef array = old ? LLVMGetInitializer(old) : NULL;
  LLVMTypeRef type =
      array ? LLVMGetElementType(LLVMTypeOf(array))
            : LLVMStructTypeInContext(c,
                                      (LLVMTypeRef[]){LLVMInt32TypeInContext(c),
                                                      LLVMTypeOf(f),
                                                      dlw_pointer_type(c, 0)},
                                      3, false);
  unsigned n = array && LLVMIsAConstantArray(array)
                   ? (unsigned)LLVMGetNumOperands(array)
                   : 0;
  LLVMValueRef *values = calloc(n + 1, sizeof *values);
  if (!values)
    return;
  for (unsigned i = 0; i < n; i++)
    values[i] = LLVMGetOperand(array, i);
  LLVMTypeRef field[3];
  LLVMGetStructElementTypes(type, field);
  LLVMValueRef fields[] = {
      LLVMConstInt(field[0], priority, false),
      dlw_pointer_as(f, field[1]),
      associated ? dlw_pointer_as(associated, field[2])
                 : LLVMConstNull(field[2]),
  };
  values[n] = LLVMConstNamedStruct(type, fields, 3);
  LLVMValueRef made = LLVMConstArray(type, values, n + 1);
  LLVMValueRef list = LLVMAddGlobal(m, LLVMTypeOf(made), "");
  LLVMSetInitializer(list, made);
  LLVMSetLinkage(list, LLVMAppendingLinkage);
  if (old)
    LLVMDeleteGlobal(old);
  LLVMSetValueName2(list, "llvm.global_ctors", strlen("llvm.global_ctors"));
  free(values);
}

static LLVMValueRef add_function(LLVMModuleRef m, LLVMTypeRef type,
                                 const char *what, const entry *e,
                                 unsigned number, bool one_of_many) {
  size_t length = 0;
  const char *associated = LLVMIsNull(e->associated)
                               ? ""
                               : LLVMGetValueName2(e->associated, &length);
  char priority[16] = "", id[16] = "";
  if (e->priority != LOWEST)
    snprintf(priority, sizeof priority, ".%u", e->priority);
  if (one_of_many)
    snprintf(id, sizeof id, "$%u", number);
  size_t size = strlen(what) + length + 40;
  char *name = malloc(size);
  if (!name)
    return NULL;
  snprintf(name, size, "%s%s%s%s%.*s", what, priority, id, length ? "." : "",
           (int)length, associated);
  LLVMValueRef f = LLVMAddFunction(m, name, type);
  LLVMSetLinkage(f, LLVMPrivateLinkage);
  free(name);
  return f;
}

/* What the functions made of destructors have in common. */
typedef struct maker {
  LLVMModuleRef module;
  LLVMContextRef context;
  LLVMBuilderRef builder;
  LLVMTypeRef pointer;    /* void * */
  LLVMTypeRef destructor; /* void (void *) */
  LLVMTypeRef function;   /* void (void) */
  LLVMTypeRef atexit_type;
  LLVMValueRef atexit, dso_handle;
} maker;

static maker begin(LLVMModuleRef m) {
  LLVMContextRef c = LLVMGetModuleContext(m);
  maker k = {.module = m, .context = c};
  k.builder = LLVMCreateBuilderInContext(c);
  k.pointer = dlw_pointer_type(c, 0);
  LLVMTypeRef nothing = LLVMVoidTypeInContext(c);
  k.destructor = LLVMFunctionType(nothing, &k.pointer, 1, false);
  k.function = LLVMFunctionType(nothing, NULL, 0, false);
  LLVMTypeRef parameters[] = {dlw_pointer_to(k.destructor), k.pointer,
                              k.pointer};
  k.atexit_type =
      LLVMFunctionType(LLVMInt32TypeInContext(c), parameters, 3, false);
  k.atexit = LLVMGetNamedFunction(m, "__cxa_atexit");
  if (!k.atexit)
    k.atexit = LLVMAddFunction(m, "__cxa_atexit", k.atexit_type);
  k.dso_handle = LLVMGetNamedGlobal(m, "__dso_handle");
  if (!k.dso_handle) {
    k.dso_handle = LLVMAddGlobal(m, LLVMInt8TypeInContext(c), "__dso_handle");
    LLVMSetGlobalConstant(k.dso_handle, true);
    LLVMSetLinkage(k.dso_handle, LLVMExternalWeakLinkage);
    LLVMSetVisibility(k.dso_handle, LLVMHiddenVisibility);
  }
  return k;
}

/* if (__cxa_atexit(call, NULL, &__dso_handle)) __builtin_trap(); */
static void fill_register(const maker *k, LLVMValueRef f, LLVMValueRef call) {
  LLVMBasicBlockRef body = LLVMAppendBasicBlockInContext(k->context, f, "");
  LLVMBasicBlockRef bad = LLVMAppendBasicBlockInContext(k->context, f, "");
  LLVMBasicBlockRef good = LLVMAppendBasicBlockInContext(k->context, f, "");
  LLVMPositionBuilderAtEnd(k->builder, body);
  LLVMValueRef arguments[] = {call, LLVMConstNull(k->pointer),
                              dlw_pointer_as(k->dso_handle, k->pointer)};
  LLVMValueRef to = dlw_pointer_as(k->atexit, dlw_pointer_to(k->atexit_type));
  LLVMValueRef result =
      LLVMBuildCall2(k->builder, k->atexit_type, to, arguments, 3, "");
  LLVMValueRef failed =
      LLVMBuildICmp(k->builder, LLVMIntNE, result,
                    LLVMConstNull(LLVMInt32TypeInContext(k->context)), "");
  LLVMBuildCondBr(k->builder, failed, bad, good);
  LLVMPositionBuilderAtEnd(k->builder, bad);
  unsigned trap = LLVMLookupIntrinsicID("llvm.trap", strlen("llvm.trap"));
  LLVMBuildCall2(k->builder, k->function,
                 LLVMGetIntrinsicDeclaration(k->module, trap, NULL, 0), NULL, 0,
                 "");
  LLVMBuildUnreachable(k->builder);
  LLVMPositionBuilderAtEnd(k->builder, good);
  LLVMBuildRetVoid(k->builder);
}

/* Registers destructors of one priority and one associated object: the last of
   them is called first. */
static void lower_some(const maker *k, const entry *entries, unsigned count,
                       unsigned number, bool one_of_many) {
  LLVMValueRef call = add_function(k->module, k->destructor, "call_dtors",
                                   entries, number, one_of_many);
  LLVMValueRef set = add_function(k->module, k->function, "register_call_dtors",
                                  entries, number, one_of_many);
  if (!call || !set)
    return;
  LLVMPositionBuilderAtEnd(k->builder,
                           LLVMAppendBasicBlockInContext(k->context, call, ""));
  for (unsigned i = count; i-- > 0;)
    LLVMBuildCall2(k->builder, k->function, entries[i].function, NULL, 0, "");
  LLVMBuildRetVoid(k->builder);
  fill_register(k, set, call);
  add_constructor(k->module, set, entries->priority, entries->associated);
}

static void lower_destructors(LLVMModuleRef m) {
  LLVMValueRef list = LLVMGetNamedGlobal(m, "llvm.global_dtors");
  unsigned count, number = 0, last;
  entry *e = read_list(list, &count);
  if (count) {
    qsort(e, count, sizeof *e, compare);
    maker k = begin(m);
    for (unsigned i = 0; i < count; i = last) {
      bool first = i == 0 || e[i].priority != e[i - 1].priority;
      number = first ? 0 : number + 1;
      for (last = i + 1; last < count && e[last].priority == e[i].priority &&
                         e[last].associated == e[i].associated;)
        last++;
      bool more = last < count && e[last].priority == e[i].priority;
      lower_some(&k, e + i, last - i, number, number || more);
    }
    LLVMDisposeBuilder(k.builder);
    LLVMDeleteGlobal(list);
  }
  free(e);
}

static bool is_taken(LLVMModuleRef m, const char *name) {
  return LLVMGetNamedFunction(m, name) || LLVMGetNamedGlobal(m, name) ||
         LLVMGetNamedGlobalAlias(m, name, strlen(name));
}

static void name_constructors(LLVMModuleRef m) {
  unsigned count, number = 0;
  entry *e = read_list(LLVMGetNamedGlobal(m, "llvm.global_ctors"), &count);
  for (unsigned i = 0; i < count; i++) {
    LLVMValueRef f = dlw_pointer_from(e[i].function);
    size_t length;
    char name[32];
    LLVMGetValueName2(f, &length);
    if (length || !LLVMIsAFunction(f))
      continue;
    do
      snprintf(name, sizeof name, "constructor.%u", number++);
    while (is_taken(m, name));
    LLVMSetValueName2(f, name, strlen(name));
  }
  free(e);
}

/* int main(void) is called __original_main, by an int main(int, char **). */
static void wrap_main(LLVMModuleRef m) {
  LLVMContextRef c = LLVMGetModuleContext(m);
  LLVMValueRef f = LLVMGetNamedFunction(m, "main");
  LLVMTypeRef number = LLVMInt32TypeInContext(c);
  if (!f || LLVMIsDeclaration(f))
    return;
  LLVMTypeRef type = LLVMGlobalGetValueType(f);
  if (LLVMCountParamTypes(type) || LLVMIsFunctionVarArg(type) ||
      LLVMGetReturnType(type) != number)
    return;
  LLVMSetValueName2(f, "__original_main", strlen("__original_main"));
  LLVMTypeRef parameters[] = {number, dlw_pointer_to(dlw_pointer_type(c, 0))};
  LLVMValueRef wrapper = LLVMAddFunction(
      m, "main", LLVMFunctionType(number, parameters, 2, false));
  LLVMSetLinkage(wrapper, LLVMGetLinkage(f));
  LLVMSetVisibility(wrapper, LLVMGetVisibility(f));
  dlw_copy_attributes(f, wrapper);
  LLVMBuilderRef b = LLVMCreateBuilderInContext(c);
  LLVMPositionBuilderAtEnd(b, LLVMAppendBasicBlockInContext(c, wrapper, ""));
  LLVMBuildRet(b, LLVMBuildCall2(b, type, f, NULL, 0, ""));
  LLVMDisposeBuilder(b);
}

void dlw_llvm_prepare(LLVMModuleRef m) {
  lower_destructors(m);
  name_constructors(m);
  wrap_main(m);
}
