/* See bitcode.h. A worker is a fork of this process that does one task after
   the other; what it makes it writes into a file in memory, which is mapped
   here when all is done. */
#include "plugin/bitcode.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "object/bitcode.h"
#include "llvm/bitcode.h"
#include "llvm/libraries.h"

/* clang has another way to say it. */
#if defined __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

/* What a worker may take before it counts as hanging: seconds, and memory. */
#define LEAST_SECONDS 20
#define BYTES_A_SECOND 100000
#define LEAST_MEMORY (UINT64_C(2) << 30)
#define MEMORY_A_BYTE 200

typedef enum state { NEW, RUNNING, DONE, FAILED } state;

/* What has become of a task; shared with the workers. */
typedef struct record {
  _Atomic int state;
  int worker;
  uint64_t offset, size; /* in the worker's file */
  char message[1024];
} record;

/* Shared. */
typedef struct board {
  _Atomic uint32_t next; /* the first task that nobody has taken */
  record records[];
} board;

typedef struct worker {
  pid_t pid;
  int fd; /* of its file */
} worker;

typedef struct mapping {
  void *data;
  size_t size;
} mapping;

static struct {
  unsigned (*linker_version)(void);
  bool asked;      /* that function */
  unsigned linker; /* what it said */
  size_t part;     /* of dlw_llvm_libraries: which one fits */
  const dlw_bitcode_api *api;
  mapping *mappings;
  uint32_t count, capacity;
} self;

void dlw_bitcode_init(unsigned (*linker_version)(void)) {
  self.linker_version = linker_version;
}

void dlw_bitcode_done(void) {
  for (uint32_t i = 0; i < self.count; i++)
    munmap(self.mappings[i].data, self.mappings[i].size);
  free(self.mappings);
  self.mappings = NULL;
  self.count = self.capacity = 0;
}

/* --- Loading --- */

/* The file of that name beside us, or in lib/ beside the directory that we are
   in (bin/dlweld). */
static dlw_str beside(dlw_ctx *cx, const char *name) {
  Dl_info info;
  if (!dladdr((void *)beside, &info) || !info.dli_fname)
    return (dlw_str){0};
  char *real = realpath(info.dli_fname, NULL);
  dlw_str path = dlw_str_of(real ? real : info.dli_fname);
  path.n -= dlw_str_basename(path).n;
  dlw_str found = dlw_sprintf(cx, "%.*s%s", DLW_FMT(path), name);
  if (found.p && access(found.p, F_OK) != 0)
    found = dlw_sprintf(cx, "%.*s../lib/%s", DLW_FMT(path), name);
  free(real);
  return found;
}

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
  dlw_str path = beside(cx, dlw_llvm_libraries[part].pass);
  if (!path.p)
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

/* Whether it is bitcode that we can do something with. Loads what is needed. */
static bool check(dlw_ctx *cx, const dlw_bitcode_task *task) {
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

/* --- Workers --- */

static board *shared;
static record *current;

/* Also where LLVM has. */
_Noreturn static void give_up(const char *message) {
  snprintf(current->message, sizeof current->message, "%s", message);
  current->state = FAILED;
  _exit(0);
}

static bool write_all(int fd, const uint8_t *p, size_t n) {
  while (n) {
    ssize_t k = write(fd, p, n);
    if (k < 0 && errno == EINTR)
      continue;
    if (k <= 0)
      return false;
    p += k;
    n -= (size_t)k;
  }
  return true;
}

static void do_task(const dlw_bitcode_task *task, int fd) {
  dlw_bitcode_result made = {0};
  char name[256];
  dlw_str member = task->where.member.n ? task->where.member : task->where.file;
  snprintf(name, sizeof name, "%.*s", member.n > 255 ? 255 : (int)member.n,
           member.p);
  const dlw_bitcode_api *api = self.api;
  bool ok =
      task->rename
          ? api->rename(task->input.p, task->input.n, name, task->map.p,
                        task->map.n, task->others.p, task->others.n, &made)
          : api->describe(task->input.p, task->input.n, name, &made);
  if (!ok)
    give_up(made.message ? made.message : "out of memory");
  off_t at = lseek(fd, 0, SEEK_CUR);
  if (at < 0 || !write_all(fd, made.data, made.size))
    give_up("no room for what became of it");
  current->offset = (uint64_t)at;
  current->size = made.size;
  current->state = DONE;
  free(made.data);
}

static void limit(int resource, rlim_t value) {
  struct rlimit l;
  if (getrlimit(resource, &l) == 0 && l.rlim_max > value)
    l.rlim_max = value;
  l.rlim_cur = l.rlim_max < value ? l.rlim_max : value;
  setrlimit(resource, &l);
}

#ifndef __SANITIZE_ADDRESS__
/* Bytes of data that this process has already, as RLIMIT_DATA counts them. */
static rlim_t data_in_use(void) {
  unsigned long long pages = 0;
  FILE *f = fopen("/proc/self/statm", "re");
  if (f && fscanf(f, "%*u %*u %*u %*u %*u %llu", &pages) != 1)
    pages = 0;
  if (f)
    fclose(f);
  return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}
#endif

/* The linker's process has handlers of its own; what is ignored stays so. */
static void stop_catching(int number) {
  struct sigaction action;
  if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
    signal(number, SIG_DFL);
}

/* The life of a worker. */
_Noreturn static void work(const dlw_bitcode_task *tasks, uint32_t count,
                           int number, int fd, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent)
    _exit(1);
  stop_catching(SIGINT);
  stop_catching(SIGTERM);
  stop_catching(SIGHUP);
  int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (null >= 0) { /* what LLVM says when it crashes */
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
  }
  limit(RLIMIT_CORE, 0);
  rlim_t bytes = 0;
  for (uint32_t i = 0; i < count; i++)
    bytes += tasks[i].input.n;
  limit(RLIMIT_CPU, LEAST_SECONDS + bytes / BYTES_A_SECOND);
#ifndef __SANITIZE_ADDRESS__ /* which maps much more than it uses */
  limit(RLIMIT_DATA, data_in_use() + LEAST_MEMORY + bytes * MEMORY_A_BYTE);
#endif
  self.api->set_fatal(give_up);
  for (;;) {
    uint32_t i = atomic_fetch_add(&shared->next, 1);
    if (i >= count)
      _exit(0);
    current = &shared->records[i];
    current->worker = number;
    current->state = RUNNING;
    do_task(&tasks[i], fd);
  }
}

/* `alone`: no other worker is there; else it does not matter if it fails. */
static bool start(dlw_ctx *cx, worker *w, int number, bool alone,
                  const dlw_bitcode_task *tasks, uint32_t count) {
  uint8_t *data;
  w->fd = dlw_file_anonymous(cx, "dlweld-bitcode", 0, &data);
  if (w->fd < 0)
    return false;
  pid_t parent = getpid();
  w->pid = fork();
  if (w->pid == 0)
    work(tasks, count, number, w->fd, parent);
  if (w->pid < 0 && alone)
    dlw_error(cx, NULL, "cannot start a process: %s", strerror(errno));
  return w->pid > 0;
}

/* Maps a worker's file and hands out what is in it. */
static bool collect(dlw_ctx *cx, const worker *w, int number,
                    dlw_bitcode_task *tasks, uint32_t count) {
  off_t size = lseek(w->fd, 0, SEEK_END);
  if (size <= 0)
    return true;
  if (self.count == self.capacity) {
    uint32_t capacity = self.capacity ? 2 * self.capacity : 8;
    mapping *more = realloc(self.mappings, capacity * sizeof *more);
    if (!more)
      return dlw_error(cx, NULL, "out of memory");
    self.mappings = more;
    self.capacity = capacity;
  }
  uint8_t *data = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, w->fd, 0);
  if (data == MAP_FAILED)
    return dlw_error(cx, NULL, "cannot map memory: %s", strerror(errno));
  self.mappings[self.count++] = (mapping){data, (size_t)size};
  for (uint32_t i = 0; i < count; i++)
    if (shared->records[i].state == DONE && shared->records[i].worker == number)
      tasks[i].output = (dlw_bytes){data + shared->records[i].offset,
                                    (size_t)shared->records[i].size};
  return true;
}

/* The error of a task that has not been done. */
static bool failed(dlw_ctx *cx, const dlw_bitcode_task *task, const record *r,
                   int status) {
  if (r->state == FAILED)
    return dlw_error(cx, &task->where, "%s", r->message);
  int by = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (by == SIGINT || by == SIGTERM || by == SIGHUP || by == SIGKILL ||
      by == SIGXFSZ)
    return dlw_error(cx, &task->where,
                     "the process in which LLVM reads this bitcode was ended "
                     "by a signal (%s)",
                     strsignal(by));
  return dlw_error(cx, &task->where,
                   "LLVM %s %s this bitcode (%s): it is damaged, or of another "
                   "LLVM than it says",
                   self.api->version,
                   WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU
                       ? "does not come to an end with"
                       : "crashes on",
                   WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "exit");
}

/* Workers until all tasks have been taken: where one has died, another goes on
   behind the task that killed it. */
static bool run(dlw_ctx *cx, dlw_bitcode_task *tasks, uint32_t count) {
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  uint32_t most = processors > 8   ? 8
                  : processors < 1 ? 1
                                   : (uint32_t)processors;
  most = most > count ? count : most;
  worker *workers = dlw_alloc(cx, most + count, sizeof *workers);
  if (!workers)
    return false;
  uint32_t started = 0, running = 0;
  bool ok = true, more = true;
  while (running || (more && shared->next < count)) {
    while (more && running < most && shared->next < count) {
      more = start(cx, &workers[started], (int)started, !running, tasks, count);
      ok &= more || running;
      started += more || workers[started].fd >= 0;
      running += more;
      if (started == most + count)
        more = false;
    }
    uint32_t k = 0;
    int status;
    while (k < started && workers[k].pid <= 0)
      k++;
    if (k == started)
      break; /* none could be started */
    while (waitpid(workers[k].pid, &status, 0) < 0 && errno == EINTR)
      ;
    workers[k].pid = 0;
    running--;
    for (uint32_t i = 0; i < count; i++)
      if (shared->records[i].worker == (int)k &&
          (shared->records[i].state == FAILED ||
           shared->records[i].state == RUNNING))
        ok = failed(cx, &tasks[i], &shared->records[i], status);
  }
  /* Workers that were ended before they could begin with a task. */
  for (uint32_t i = 0; i < count; i++)
    if (ok && shared->records[i].state != DONE)
      ok = dlw_error(cx, &tasks[i].where,
                     "no process could be had in which to read this bitcode");
  for (uint32_t k = 0; k < started; k++) {
    ok = ok && collect(cx, &workers[k], (int)k, tasks, count);
    close(workers[k].fd);
  }
  return ok;
}

bool dlw_bitcode_process(dlw_ctx *cx, dlw_bitcode_task *tasks, uint32_t count) {
  bool ok = true;
  for (uint32_t i = 0; i < count; i++)
    if (!tasks[i].rename) {
      ok = check(cx, &tasks[i]) && ok;
      if (!self.api && !ok)
        return false; /* once is enough */
    }
  if (!ok)
    return false;
  size_t size = sizeof *shared + count * sizeof(record);
  shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                -1, 0);
  if (shared == MAP_FAILED)
    return dlw_error(cx, NULL, "cannot map memory: %s", strerror(errno));
  for (uint32_t i = 0; i < count; i++)
    shared->records[i].worker = -1;
  ok = run(cx, tasks, count);
  munmap(shared, size);
  return ok;
}
