/* What the plugin finds in dlweld-pass.so (bitcode.h): reading, describing,
   renaming and writing, each in a context of its own. */
#include "llvm/bitcode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llvm-c/Analysis.h>
#include <llvm-c/ErrorHandling.h>
#include <llvm-c/Target.h>

#include "llvm/describe.h"
#include "llvm/prepare.h"
#include "llvm/rename.h"
#include "llvm/shim.h"

/* One call's: the context, what its file holds, and the first error that LLVM
   told the context rather than us. */
typedef struct job {
  LLVMContextRef context;
  dlw_llvm_file file;
  char *told;
} job;

static void on_diagnostic(LLVMDiagnosticInfoRef info, void *data) {
  job *j = data;
  if (LLVMGetDiagInfoSeverity(info) != LLVMDSError || j->told)
    return;
  char *text = LLVMGetDiagInfoDescription(info);
  j->told = strdup(text);
  LLVMDisposeMessage(text);
}

static void initialize(void) {
  LLVMInitializeWebAssemblyTargetInfo();
  LLVMInitializeWebAssemblyTarget();
  LLVMInitializeWebAssemblyTargetMC();
  LLVMInitializeWebAssemblyAsmPrinter();
  LLVMInitializeWebAssemblyAsmParser();
}

static bool fail(dlw_bitcode_result *out, const char *format,
                 const char *what) {
  size_t size = strlen(format) + strlen(what) + 1;
  out->message = malloc(size);
  if (out->message)
    snprintf(out->message, size, format, what);
  return false;
}

/* Is it for us? */
static bool check_module(LLVMModuleRef m, dlw_bitcode_result *out) {
  const char *triple = LLVMGetTarget(m);
  if (!*triple)
    return fail(out, "this bitcode is for no target: it has no triple%s", "");
  if (strncmp(triple, "wasm32", 6) != 0 && strncmp(triple, "wasm64", 6) != 0)
    return fail(out, "this bitcode is for %s, not WebAssembly", triple);
  LLVMValueRef ifunc = LLVMGetFirstGlobalIFunc(m);
  size_t length;
  if (ifunc)
    return fail(out, "'%s' is an ifunc, which WebAssembly does not have",
                LLVMGetValueName2(ifunc, &length));
  return true;
}

static bool begin(job *j, const uint8_t *data, size_t size, const char *name,
                  bool lazy, dlw_bitcode_result *out) {
  initialize();
  memset(out, 0, sizeof *out);
  *j = (job){.context = LLVMContextCreate()};
  LLVMContextSetDiagnosticHandler(j->context, on_diagnostic, j);
  if (!dlw_llvm_file_read(j->context, data, size, name, lazy, &j->file,
                          &out->message))
    return false;
  for (unsigned i = 0; i < j->file.count; i++)
    if (!check_module(j->file.modules[i], out))
      return false;
  return true;
}

/* What LLVM told the context comes first: it is the cause of the rest. */
static bool end(job *j, bool ok, dlw_bitcode_result *out) {
  dlw_llvm_file_free(&j->file);
  LLVMContextDispose(j->context);
  if (j->told) {
    free(out->message);
    free(out->data);
    *out = (dlw_bitcode_result){.message = j->told};
    ok = false;
  }
  for (char *p = out->message; p && *p; p++)
    if (*p == '\n')
      *p = p[1] ? ' ' : 0;
  return ok;
}

static bool verify(LLVMModuleRef m, dlw_bitcode_result *out) {
  char *text = NULL;
  bool ok = !LLVMVerifyModule(m, LLVMReturnStatusAction, &text);
  if (!ok)
    fail(out, "LLVM finds this bitcode invalid: %s", text);
  LLVMDisposeMessage(text);
  return ok;
}

static bool describe(const uint8_t *data, size_t size, const char *name,
                     dlw_bitcode_result *out) {
  job j;
  bool ok = begin(&j, data, size, name, true, out) &&
            dlw_llvm_describe(&j.file, &out->data, &out->size, &out->message);
  return end(&j, ok, out);
}

static bool rename_all(job *j, const char *text, size_t size,
                       dlw_bitcode_result *out) {
  dlw_llvm_map map;
  if (!dlw_llvm_map_parse(text, size, &map, &out->message))
    return false;
  bool ok = true;
  for (unsigned i = 0; ok && i < j->file.count; i++) {
    LLVMModuleRef m = j->file.modules[i];
    ok = verify(m, out);
    if (ok) {
      dlw_llvm_prepare(m);
      ok = dlw_llvm_rename(m, &map, &out->message) && verify(m, out);
    }
  }
  dlw_llvm_map_free(&map);
  return ok &&
         dlw_llvm_file_write(&j->file, &out->data, &out->size, &out->message);
}

static bool rename_file(const uint8_t *data, size_t size, const char *name,
                        const char *map, size_t map_size,
                        dlw_bitcode_result *out) {
  job j;
  bool ok = begin(&j, data, size, name, false, out) &&
            rename_all(&j, map, map_size, out);
  return end(&j, ok, out);
}

static void set_fatal(void (*fatal)(const char *message)) {
  LLVMResetFatalErrorHandler();
  if (fatal)
    LLVMInstallFatalErrorHandler(fatal);
}

__attribute__((visibility("default"))) const dlw_bitcode_api *
dlweld_bitcode(void);

const dlw_bitcode_api *dlweld_bitcode(void) {
  static const dlw_bitcode_api api = {
      .abi = DLW_BITCODE_ABI,
      .major = LLVM_VERSION_MAJOR,
      .version = LLVM_VERSION_STRING,
      .describe = describe,
      .rename = rename_file,
      .set_fatal = set_fatal,
  };
  return &api;
}
