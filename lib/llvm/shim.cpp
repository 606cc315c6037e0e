// What LLVM-C has no functions for. Each is no more than the calls to LLVM;
// what to do with them is said in C.
#include "llvm/shim.h"

#include <llvm/Analysis/ModuleSummaryAnalysis.h>
#include <llvm/Analysis/ProfileSummaryInfo.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/ModuleSummaryIndex.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Target/TargetMachine.h>

#include <cstdlib>
#include <cstring>
#include <optional>

using namespace llvm;

// LLVM's error, as one line of malloc's.
static bool failed(Error e, char **message) {
  std::string text = toString(std::move(e));
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  *message = strdup(text.c_str());
  return false;
}

static bool read_module(LLVMContext &c, BitcodeModule &from, bool lazy,
                        dlw_llvm_file *out, char **message) {
  Expected<BitcodeLTOInfo> info = from.getLTOInfo();
  if (!info)
    return failed(info.takeError(), message);
  // As for an import: metadata is read when it is asked for.
  Expected<std::unique_ptr<Module>> m =
      lazy ? from.getLazyModule(c, true, true) : from.parseModule(c);
  if (!m)
    return failed(m.takeError(), message);
  dlw_llvm_kind &kind = out->kinds[out->count];
  kind.summary = info->HasSummary;
  kind.thin = info->IsThinLTO;
  out->modules[out->count++] = wrap(m->release());
  if (!lazy)
    return true;
  Error e = unwrap(out->modules[out->count - 1])->materializeMetadata();
  return e ? failed(std::move(e), message) : true;
}

bool dlw_llvm_file_read(LLVMContextRef c, const uint8_t *data, size_t size,
                        const char *name, bool lazy, dlw_llvm_file *out,
                        char **message) {
  memset(out, 0, sizeof *out);
  StringRef bytes(reinterpret_cast<const char *>(data), size);
  Expected<std::vector<BitcodeModule>> list =
      getBitcodeModuleList(MemoryBufferRef(bytes, name));
  if (!list)
    return failed(list.takeError(), message);
  if (list->size() > DLW_LLVM_MODULES) {
    *message = strdup("more than two modules are in it");
    return false;
  }
  // What is made for ThinLTO's first step only has a summary, but no target.
  Expected<std::string> triple =
      getBitcodeTargetTriple(MemoryBufferRef(bytes, name));
  if (!triple)
    return failed(triple.takeError(), message);
  if (triple->empty() && list->size() == 1) {
    Expected<BitcodeLTOInfo> info = list->front().getLTOInfo();
    if (!info)
      return failed(info.takeError(), message);
    if (info->HasSummary)
      return true;
  }
  for (BitcodeModule &from : *list)
    if (!read_module(*unwrap(c), from, lazy, out, message)) {
      dlw_llvm_file_free(out);
      return false;
    }
  return true;
}

void dlw_llvm_file_free(dlw_llvm_file *f) {
  for (unsigned i = 0; i < f->count; i++)
    delete unwrap(f->modules[i]);
  f->count = 0;
}

bool dlw_llvm_file_write(const dlw_llvm_file *f, uint8_t **data, size_t *size,
                         char **message) {
  SmallVector<char, 0> bytes;
  // The writer has strings of the summaries until the end.
  std::optional<ModuleSummaryIndex> summaries[DLW_LLVM_MODULES];
  BitcodeWriter writer(bytes);
  for (unsigned i = 0; i < f->count; i++) {
    Module &m = *unwrap(f->modules[i]);
    // Frequencies of code, which clang has at hand where it makes a summary,
    // are written where there is a profile only, and then worked out here too.
    ProfileSummaryInfo profile(m);
    if (f->kinds[i].summary)
      summaries[i].emplace(buildModuleSummaryIndex(m, nullptr, &profile));
    writer.writeModule(m, false, summaries[i] ? &*summaries[i] : nullptr,
                       f->kinds[i].summary && f->kinds[i].thin);
  }
  writer.writeSymtab();
  writer.writeStrtab();
  *data = static_cast<uint8_t *>(malloc(bytes.size()));
  if (!*data) {
    *message = strdup("out of memory");
    return false;
  }
  memcpy(*data, bytes.data(), bytes.size());
  *size = bytes.size();
  return true;
}

bool dlw_llvm_read_code(LLVMModuleRef m, char **message) {
  Error e = unwrap(m)->materializeAll();
  return e ? failed(std::move(e), message) : true;
}

void dlw_llvm_use_init_array(LLVMTargetMachineRef machine) {
  reinterpret_cast<TargetMachine *>(machine)->Options.UseInitArray = true;
}

void dlw_llvm_empty(LLVMValueRef function, bool declaration) {
  Function *f = cast<Function>(unwrap(function));
  GlobalValue::LinkageTypes linkage = f->getLinkage();
  f->deleteBody(); // which makes it external
  if (declaration) {
    f->setComdat(nullptr);
    return;
  }
  f->setLinkage(linkage);
  new UnreachableInst(f->getContext(),
                      BasicBlock::Create(f->getContext(), "", f));
}
