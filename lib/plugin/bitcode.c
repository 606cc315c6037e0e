/* See bitcode.h. A worker is a fork of this process that does one task after
   the other; what it makes it writes into a file in memory, which is mapped
   here when all is done. */
#include "plugin/bitcode.h"

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

#include "plugin/llvm.h"

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
  mapping *mappings;
  uint32_t count, capacity;
} self;

void dlw_bitcode_done(void) {
  for (uint32_t i = 0; i < self.count; i++)
    munmap(self.mappings[i].data, self.mappings[i].size);
  free(self.mappings);
  self.mappings = NULL;
  self.count = self.capacity = 0;
}

static board *shared;
static record *current;

/* Also where LLVM has. */
_Noreturn static void give_up(const char *message) {
  snprintf(current->message, sizeof current->message, "%s", message);
  current->state = FAILED;
  _exit(0);
}

static void do_task(const dlw_bitcode_task *task, int fd) {
  dlw_bitcode_result made = {0};
  char name[256];
  dlw_str member = task->where.member.n ? task->where.member : task->where.file;
  snprintf(name, sizeof name, "%.*s", member.n > 255 ? 255 : (int)member.n,
           member.p);
  const dlw_bitcode_api *api = dlw_llvm();
  bool ok =
      task->rename
          ? api->rename(task->input.p, task->input.n, name, task->map.p,
                        task->map.n, task->others.p, task->others.n, &made)
          : api->describe(task->input.p, task->input.n, name, &made);
  if (!ok)
    give_up(made.message ? made.message : "out of memory");
  off_t at = lseek(fd, 0, SEEK_CUR);
  if (at < 0 || !dlw_file_write_all(fd, made.data, made.size))
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
  dlw_llvm()->set_fatal(give_up);
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
                   dlw_llvm()->version,
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
      ok = dlw_llvm_check(cx, &tasks[i]) && ok;
      if (!dlw_llvm() && !ok)
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
