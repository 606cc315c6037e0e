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

/* --- Messages --- */

static job *current;
static void (*on_fatal)(const char *message);
static const char *doing = "read"; /* what LLVM fails to do, if it does */

static const char *version(void) {
#if DLW_LLVM >= 16
  static char text[40];
  unsigned major, minor, patch;
  LLVMGetVersion(&major, &minor, &patch);
  snprintf(text, sizeof text, "%u.%u.%u", major, minor, patch);
  return text;
#else
  return LLVM_VERSION_STRING;
#endif
}

/* One line, without the mark under a line of assembly. Names and the like come
   from the file: what could upset a terminal does not get there. */
static char *printable(char *text) {
  char *to = text;
  for (const char *p = text; p && *p; p++) {
    bool space = *p == '\n' || *p == ' ';
    if (!space)
      *to++ = *p < ' ' || *p > '~' ? '?' : *p;
    else if (to > text && to[-1] != ' ')
      *to++ = ' ';
  }
  while (to > text && (to[-1] == ' ' || to[-1] == '^'))
    to--;
  if (to)
    *to = 0;
  return text;
}

static char *format(const char *how, const char *what) {
  size_t size = strlen(how) + strlen(what) + 1;
  char *text = malloc(size);
  if (text)
    snprintf(text, size, how, what);
  return text;
}

/* LLVM's words, with what they are about. */
static char *quote(const char *words) {
  char how[96];
  snprintf(how, sizeof how, "LLVM %s cannot %s this bitcode: %%s", version(),
           doing);
  return printable(format(how, words));
}

static void quote_message(char **message) {
  char *words = *message;
  if (words)
    *message = quote(words);
  free(words);
}

static bool fail(dlw_bitcode_result *out, const char *how, const char *what) {
  out->message = format(how, what);
  return false;
}

static void on_diagnostic(LLVMDiagnosticInfoRef info, void *data) {
  job *j = data;
  if (LLVMGetDiagInfoSeverity(info) != LLVMDSError || j->told)
    return;
  char *text = LLVMGetDiagInfoDescription(info);
  j->told = quote(text);
  LLVMDisposeMessage(text);
}

/* If the context was told something before, that is the cause. This text of
   LLVM's says least what it is about: its assembler lets pass what is defined
   twice, and so does the reader of bitcode. */
static void fatal(const char *message) {
  if (current && current->told)
    on_fatal(current->told);
  char *text = quote(strstr(message, "one function each")
                         ? "assembly in it defines a function twice, or one "
                           "that the module defines too"
                         : message);
  on_fatal(text ? text : message);
}

static void set_fatal(void (*handler)(const char *message)) {
  LLVMResetFatalErrorHandler();
  on_fatal = handler;
  if (handler)
    LLVMInstallFatalErrorHandler(fatal);
}

/* --- A job's beginning and end --- */

static void initialize(void) {
  static bool done;
  if (done)
    return;
  done = true;
  LLVMInitializeWebAssemblyTargetInfo();
  LLVMInitializeWebAssemblyTarget();
  LLVMInitializeWebAssemblyTargetMC();
  LLVMInitializeWebAssemblyAsmPrinter();
  LLVMInitializeWebAssemblyAsmParser();
}

/* Is it for us? */
static bool check_module(LLVMModuleRef m, dlw_bitcode_result *out) {
  const char *triple = LLVMGetTarget(m);
  if (!*triple)
    return fail(out, "this bitcode is for no target: it has no triple%s", "");
  if (strncmp(triple, "wasm32", 6) != 0 && strncmp(triple, "wasm64", 6) != 0)
    return fail(out, "this bitcode is for %s, not for WebAssembly", triple);
  if (!*LLVMGetDataLayoutStr(m))
    return fail(out, "this bitcode has no data layout%s, so no linker takes it",
                "");
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
  current = j;
  doing = "read";
  if (!dlw_llvm_file_read(j->context, data, size, name, lazy, &j->file,
                          &out->message)) {
    quote_message(&out->message);
    return false;
  }
  if (!j->file.count)
    return fail(out,
                "this bitcode has no code in it%s: it is an index for ThinLTO, "
                "or was made for nothing else (-fthin-link-bitcode)",
                "");
  for (unsigned i = 0; i < j->file.count; i++)
    if (!check_module(j->file.modules[i], out))
      return false;
  doing = "compile";
  return true;
}

/* What LLVM told the context comes first: it is the cause of the rest. */
static bool end(job *j, bool ok, dlw_bitcode_result *out) {
  dlw_llvm_file_free(&j->file);
  LLVMContextDispose(j->context);
  current = NULL;
  if (j->told) {
    free(out->message);
    free(out->data);
    *out = (dlw_bitcode_result){.message = j->told};
    ok = false;
  }
  printable(out->message);
  return ok;
}

/* --- What is done with it --- */

static bool verify(LLVMModuleRef m, dlw_bitcode_result *out) {
  char *text = NULL;
  bool ok = !LLVMVerifyModule(m, LLVMReturnStatusAction, &text);
  if (!ok)
    out->message = quote(text);
  LLVMDisposeMessage(text);
  return ok;
}

static bool describe(const uint8_t *data, size_t size, const char *name,
                     dlw_bitcode_result *out) {
  job j;
  bool ok = begin(&j, data, size, name, true, out);
  if (ok) {
    ok = dlw_llvm_describe(&j.file, &out->data, &out->size, &out->message);
    quote_message(&out->message);
  }
  return end(&j, ok, out);
}

static bool rename_all(job *j, const char *text, size_t size,
                       const char *others, size_t others_size,
                       dlw_bitcode_result *out) {
  dlw_llvm_map map;
  if (!dlw_llvm_map_parse(text, size, &map, &out->message))
    return false;
  map.others = others;
  map.others_size = others_size;
  bool ok = true;
  for (unsigned i = 0; ok && i < j->file.count; i++) {
    LLVMModuleRef m = j->file.modules[i];
    dlw_llvm_prepare(m);
    ok = dlw_llvm_rename(m, &map, &out->message) && verify(m, out);
  }
  dlw_llvm_map_free(&map);
  return ok &&
         dlw_llvm_file_write(&j->file, &out->data, &out->size, &out->message);
}

static bool rename_file(const uint8_t *data, size_t size, const char *name,
                        const char *map, size_t map_size, const char *others,
                        size_t others_size, dlw_bitcode_result *out) {
  job j;
  bool ok = begin(&j, data, size, name, false, out) &&
            rename_all(&j, map, map_size, others, others_size, out);
  return end(&j, ok, out);
}

__attribute__((visibility("default"))) const dlw_bitcode_api *
dlweld_bitcode(void);

const dlw_bitcode_api *dlweld_bitcode(void) {
  static dlw_bitcode_api api = {
      .abi = DLW_BITCODE_ABI,
      .major = LLVM_VERSION_MAJOR,
      .set_fatal = set_fatal,
      .describe = describe,
      .rename = rename_file,
  };
  api.version = version();
  return &api;
}
