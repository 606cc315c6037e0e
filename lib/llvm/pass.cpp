/* The pass `dlweld-rename`, as opt, clang and rustc load it (docs/pass.md). By
   itself it runs at the start of every pipeline, before anything is inlined,
   and does nothing where no library and no map is given. */
#include <cstdio>
#include <cstdlib>
#include <string>

#include "llvm/compat.h"

#include DLW_PASS_PLUGIN_H
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/MemoryBuffer.h>

#include "llvm/library.h"
#include "llvm/map.h"
#include "llvm/prepare.h"
#include "llvm/rename.h"

using namespace llvm;

/* Until 15 there is no such function. */
extern "C" __attribute__((weak)) void
LLVMGetVersion(unsigned *major, unsigned *minor, unsigned *patch);

/* Classes are not the same in two versions, so that nothing of LLVM's may be
   called before it is known to be ours. */
static unsigned loaded_version() {
  unsigned major = 14, minor, patch;
  if (LLVMGetVersion)
    LLVMGetVersion(&major, &minor, &patch);
  return major;
}

/* Clang may read its options before it loads the pass; so there is the
   environment, too. */
static cl::opt<std::string> *library_option, *map_option;

__attribute__((constructor)) static void add_options() {
  if (loaded_version() != DLW_LLVM)
    return;
  library_option = new cl::opt<std::string>(
      "dlweld-library", cl::value_desc("soname"),
      cl::desc("Definitions get their names in this library"));
  map_option = new cl::opt<std::string>(
      "dlweld-map", cl::value_desc("file"),
      cl::desc("Symbols are renamed as this file says"));
}

static std::string setting(const cl::opt<std::string> *option,
                           const char *variable) {
  const char *value = std::getenv(variable);
  return option->empty() && value ? std::string(value) : option->getValue();
}

static void fail(Module &m, const Twine &text, char *message) {
  m.getContext().emitError("dlweld-rename: " + text +
                           (message ? message : "out of memory"));
  std::free(message);
}

/* The map's text with the lines that the library's name adds to it. */
static bool read_map(Module &m, const std::string &library,
                     const std::string &file, dlw_llvm_map *map) {
  std::string text;
  char *message = nullptr;
  *map = {};
  if (!file.empty()) {
    auto buffer = MemoryBuffer::getFile(file);
    if (!buffer) {
      m.getContext().emitError("dlweld-rename: cannot read the map '" + file +
                               "': " + buffer.getError().message());
      return false;
    }
    text = (*buffer)->getBuffer().str();
    if (!dlw_llvm_map_parse(text.data(), text.size(), map, &message)) {
      fail(m, file + ": ", message);
      return false;
    }
  }
  if (library.empty())
    return true;
  size_t size;
  char *more = dlw_llvm_library_map(wrap(&m), library.c_str(), map, &size);
  dlw_llvm_map_free(map);
  if (more)
    text.append(more, size);
  std::free(more);
  if (more && dlw_llvm_map_parse(text.data(), text.size(), map, &message))
    return true;
  fail(m, library + ": ", message);
  return false;
}

namespace {
struct Rename : PassInfoMixin<Rename> {
  PreservedAnalyses run(Module &m, ModuleAnalysisManager &) {
    std::string library = setting(library_option, "DLWELD_LIBRARY");
    std::string file = setting(map_option, "DLWELD_MAP");
    dlw_llvm_map map;
    char *message;
    if (library.empty() && file.empty())
      return PreservedAnalyses::all();
    if (StringRef(LLVMGetTarget(wrap(&m))).substr(0, 4) == "wasm")
      dlw_llvm_prepare(wrap(&m));
    if (!read_map(m, library, file, &map))
      return PreservedAnalyses::none();
    if (!dlw_llvm_rename(wrap(&m), &map, &message))
      fail(m, "", message);
    dlw_llvm_map_free(&map);
    return PreservedAnalyses::none();
  }
  /* Not for the optimiser to leave out. */
  static bool isRequired() { return true; }
};
} // namespace

static void add_pass(PassBuilder &builder) {
  builder.registerPipelineParsingCallback(
      [](StringRef name, ModulePassManager &passes,
         ArrayRef<PassBuilder::PipelineElement>) {
        if (name != "dlweld-rename")
          return false;
        passes.addPass(Rename());
        return true;
      });
  builder.registerPipelineStartEPCallback(
      [](ModulePassManager &passes, auto) { passes.addPass(Rename()); });
}

extern "C" __attribute__((visibility("default"))) PassPluginLibraryInfo
llvmGetPassPluginInfo() {
  if (loaded_version() != DLW_LLVM) {
    std::fprintf(stderr,
                 "error: dlweld-pass.so is for LLVM %d, and this is LLVM %u\n",
                 DLW_LLVM, loaded_version());
    std::_Exit(1);
  }
  return {LLVM_PLUGIN_API_VERSION, "dlweld-rename", DLWELD_VERSION, add_pass};
}
