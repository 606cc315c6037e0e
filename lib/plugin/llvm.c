/* See llvm.h. */
#include "plugin/llvm.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "object/bitcode.h"
#include "plugin/installed.h"
#include "llvm/libraries.h"

static struct {
  unsigned (*linker_version)(void);
  bool asked;      /* that function */
  unsigned linker; /* what it said */
  size_t part;     /* of dlw_llvm_libraries: which one fits */
  const dlw_bitcode_api *api;
} self;

void dlw_llvm_init(unsigned (*linker_version)(void)) {
  self.linker_version = linker_version;
}

const dlw_bitcode_api *dlw_llvm(void) { return self.api; }

/* Which of the parts it should be, its number: that of the linker's version,
   because what we write must not be newer than what the linker reads; else the
   first. */
static size_t choose(unsigned linker) {
  for (size_t i = 0; dlw_llvm_libraries[i].major; i++)
    if (dlw_llvm_libraries[i].major == linker)
      return i;
  return 0;
}

/* Whether this process has another LLVM than that: a linker that we are loaded
   into. Two in one process would take each other's functions. */
static bool has_another(const char *library) {
  void *any = dlsym(RTLD_DEFAULT, "LLVMContextCreate");
  Dl_info info;
  return any && dladdr(any, &info) && info.dli_fname &&
         !dlw_str_eq(dlw_str_basename(dlw_str_of(info.dli_fname)),
                     dlw_str_basename(dlw_str_of(library)));
}

/* LLVM itself, for all to see. */
static bool load_llvm(dlw_ctx *cx, const dlw_where *where, const char *what,
                      size_t part) {
  const char *chosen = getenv("DLWELD_LLVM");
  bool given = chosen && *chosen;
  if (has_another(given ? chosen : dlw_llvm_libraries[part].library))
    return dlw_error(
        cx, where,
        "is LLVM bitcode (%s), for which dlweld needs LLVM %u, but "
        "the linker that dlweld.so is loaded into has another one; "
        "use dlweld's own wasm-ld (--plugin)",
        what, dlw_llvm_libraries[part].major);
  if (given)
    return dlopen(chosen, RTLD_NOW | RTLD_GLOBAL) ||
           dlw_error(
               cx, where,
               "is LLVM bitcode (%s), but the LLVM that DLWELD_LLVM names "
               "cannot be loaded: %s",
               what, dlerror());
  unsigned major = dlw_llvm_libraries[part].major;
  if (dlopen(dlw_llvm_libraries[part].library, RTLD_NOW | RTLD_GLOBAL))
    return true;
  char reason[256];
  snprintf(reason, sizeof reason, "%s", dlerror());
  return dlopen(dlw_llvm_libraries[part].path, RTLD_NOW | RTLD_GLOBAL) ||
         dlw_error(
             cx, where,
             "is LLVM bitcode (%s), for which LLVM %u is needed, and it "
             "cannot be loaded: %s; install it (Debian: libllvm%u), or set "
             "DLWELD_LLVM to the path of its shared library",
             what, major, reason, major);
}

static bool load(dlw_ctx *cx, const dlw_where *where, const char *what) {
  size_t part = self.part;
  unsigned major = dlw_llvm_libraries[part].major;
  if (!major)
    return dlw_error(cx, where,
                     "is LLVM bitcode (%s), but this dlweld was built without "
                     "LLVM; install the headers of LLVM (Debian: llvm-NN-dev) "
                     "and build it again, or compile without -flto",
                     what);
  dlw_str path = dlw_sprintf(cx, "lib/%s", dlw_llvm_libraries[part].pass);
  if (!path.p || !(path = dlw_installed_file(cx, path.p)).p)
    return false;
  if (access(path.p, R_OK) != 0)
    return dlw_error(cx, where,
                     "is LLVM bitcode (%s), but dlweld's part for that is not "
                     "at its place: %s",
                     what, path.p);
  if (!load_llvm(cx, where, what, part))
    return false;
  void *handle = dlopen(path.p, RTLD_NOW | RTLD_LOCAL);
  dlw_bitcode_entry *entry =
      handle ? (dlw_bitcode_entry *)dlsym(handle, DLW_BITCODE_SYMBOL) : NULL;
  if (!entry)
    return dlw_error(cx, where,
                     "is LLVM bitcode (%s), but dlweld's part for that, which "
                     "takes LLVM %u, cannot be loaded: %s",
                     what, major, dlerror());
  const dlw_bitcode_api *api = entry();
  if (api->abi != DLW_BITCODE_ABI)
    return dlw_error(cx, where, "%s is of another version of dlweld", path.p);
  self.api = api;
  return true;
}

/* "LLVM17.0.6-rust-1.75.0" -> 17; 0: it is somebody else's, or says nothing. */
static unsigned producer_major(dlw_str producer) {
  unsigned major = 0;
  if (!dlw_str_starts(producer, DLW_STR("LLVM")))
    return 0;
  for (size_t i = 4; i < producer.n && producer.p[i] >= '0' &&
                     producer.p[i] <= '9' && major < 10000;
       i++)
    major = major * 10 + (unsigned)(producer.p[i] - '0');
  return major;
}

bool dlw_llvm_check(dlw_ctx *cx, const dlw_bitcode_task *task) {
  dlw_bitcode_info info;
  if (!dlw_bitcode_read(cx, &task->where, task->input, &info))
    return false;
  char what[128];
  snprintf(what, sizeof what, "%.*s",
           info.producer.n > 100 ? 100 : (int)info.producer.n,
           info.producer.n ? info.producer.p : "");
  if (!info.producer.n)
    snprintf(what, sizeof what, "of unknown version");
  if (info.has_index && !info.module_count)
    return dlw_error(cx, &task->where,
                     "is a combined summary of ThinLTO (an index), which holds "
                     "no code; give the bitcode that it was made of");
  if (!self.asked) {
    self.asked = true;
    self.linker = self.linker_version ? self.linker_version() : 0;
    self.part = choose(self.linker);
  }
  unsigned producer = producer_major(info.producer);
  unsigned major = dlw_llvm_libraries[self.part].major;
  if (self.linker && producer > self.linker)
    return dlw_error(cx, &task->where,
                     "is bitcode of %s, newer than the linker, which is of "
                     "LLVM %u and will not read it; use a linker of LLVM %u "
                     "(DLWELD_LINKER names one)",
                     what, self.linker, producer);
  if (major && producer > major)
    return dlw_error(cx, &task->where,
                     "is bitcode of %s, newer than LLVM %u, with which dlweld "
                     "reads it; compile it with that, or build dlweld with "
                     "-DDLWELD_LLVM=%u",
                     what, major, producer);
  /* A library's is written again; the program's stays as it is. */
  if (self.linker && major > self.linker && task->where.library.n)
    return dlw_error(cx, &task->where,
                     "is LLVM bitcode (%s), and the linker is of LLVM %u, but "
                     "dlweld would write bitcode of LLVM %u, which that does "
                     "not read; build dlweld with -DDLWELD_LLVM=%u, or use a "
                     "newer linker",
                     what, self.linker, major, self.linker);
  return self.api || load(cx, &task->where, what);
}
