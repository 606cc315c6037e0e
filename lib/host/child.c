/* Running the real linker. The child dies with us (PR_SET_PDEATHSIG), so that
   nothing goes on behind the back of whoever kills us, and signals that ask us
   to stop are passed on to it first. Its output and messages come through
   pipes, read as they come, so that nobody waits for anybody; where standard
   output and error are one file they are one pipe, which keeps their order. */
#include "host/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/output.h"
#include "host/translate.h"

extern char **environ;

/* One of the child's standard streams. */
typedef struct stream {
  int fd; /* we read this */
  int to; /* and write that; -1: not in use */
  bool ended;
  dlw_buf pending; /* the line that has not ended yet */
  dlw_buf held;    /* lines that are not to be printed yet */
} stream;

struct dlw_child {
  pid_t pid;
  int watch; /* pidfd, or -1 where the system has none */
  stream out, err;
  bool holding;   /* messages are held back, until it is clear that... */
  bool no_soname; /* ... the linker does not know --soname */
  struct sigaction before[3];
};

static const int signals[3] = {SIGINT, SIGTERM, SIGHUP};
static volatile sig_atomic_t child_pid, caught;

static void pass_on(int signal) {
  caught = signal;
  if (child_pid > 0)
    kill((pid_t)child_pid, signal);
}

/* Our environment and the mark of the real linker. */
static char **environment(dlw_run *run) {
  size_t n = 0, size = strlen(DLW_HOST_VARIABLE);
  while (environ && environ[n])
    n++;
  char **copy = dlw_alloc(&run->cx, n + 2, sizeof *copy);
  if (!copy)
    return NULL;
  size_t k = 0;
  for (size_t i = 0; i < n; i++)
    if (strncmp(environ[i], DLW_HOST_VARIABLE, size) != 0 ||
        environ[i][size] != '=')
      copy[k++] = environ[i];
  copy[k++] =
      (char *)dlw_sprintf(&run->cx, "%s=%ld", DLW_HOST_VARIABLE, (long)getpid())
          .p;
  return copy[k - 1] ? copy : NULL;
}

void dlw_child_become(dlw_run *run, const char **argv) {
  char **env = environment(run);
  if (!env)
    return;
  execve(run->linker, (char **)argv, env);
  dlw_error(&run->cx, NULL, "cannot run %s: %s", run->linker, strerror(errno));
}

/* What the new process needs to know. */
typedef struct launch {
  const char *path;
  char **argv, **env;
  int out, err; /* become 1 and 2; -1: stay */
  pid_t parent;
  sigset_t mask;
  const struct sigaction *before;
  volatile int error;
} launch;

__attribute__((noinline)) static pid_t spawn(launch *l) {
  pid_t pid = vfork();
  if (pid != 0)
    return pid;
  /* The child, in our memory but with signal actions of its own. */
  for (int i = 0; i < 3; i++)
    if (l->before[i].sa_handler != SIG_IGN)
      signal(signals[i], SIG_DFL);
  sigprocmask(SIG_SETMASK, &l->mask, NULL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != l->parent)
    _exit(1);
  if (l->out >= 0)
    dup2(l->out, STDOUT_FILENO);
  if (l->err >= 0)
    dup2(l->err, STDERR_FILENO);
  execve(l->path, l->argv, l->env);
  l->error = errno;
  _exit(127);
}

static bool stream_open(dlw_run *run, stream *s, int to, int *child_end) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0)
    return dlw_error(&run->cx, NULL, "cannot make a pipe: %s", strerror(errno));
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  s->fd = ends[0];
  s->to = to;
  *child_end = ends[1];
  return true;
}

static bool same_file(int a, int b) {
  struct stat x, y;
  return fstat(a, &x) == 0 && fstat(b, &y) == 0 && x.st_dev == y.st_dev &&
         x.st_ino == y.st_ino;
}

static void signals_take(dlw_child *child) {
  struct sigaction action = {.sa_handler = pass_on};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < 3; i++) {
    sigaction(signals[i], NULL, &child->before[i]);
    if (child->before[i].sa_handler != SIG_IGN)
      sigaction(signals[i], &action, NULL);
  }
}

static void signals_give_back(const dlw_child *child) {
  for (int i = 0; i < 3; i++)
    sigaction(signals[i], &child->before[i], NULL);
}

dlw_child *dlw_child_start(dlw_run *run, const char **argv) {
  dlw_child *child = dlw_alloc(&run->cx, 1, sizeof *child);
  char **env = environment(run);
  if (!child || !env)
    return NULL;
  *child = (dlw_child){.watch = -1,
                       .out = {.fd = -1, .to = -1},
                       .err = {.fd = -1, .to = -1},
                       .holding = run->line.output &&
                                  (!run->line.has_soname || run->relocatable)};
  launch l = {.path = run->linker,
              .argv = (char **)argv,
              .env = env,
              .out = -1,
              .err = -1,
              .parent = getpid(),
              .before = child->before};
  fflush(NULL);
  if (!stream_open(run, &child->out, STDOUT_FILENO, &l.out))
    return NULL;
  if (same_file(STDOUT_FILENO, STDERR_FILENO)) {
    l.err = l.out;
  } else if (!stream_open(run, &child->err, STDERR_FILENO, &l.err)) {
    close(l.out);
    close(child->out.fd);
    return NULL;
  }

  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &l.mask);
  caught = 0;
  signals_take(child);
  child->pid = spawn(&l);
  int error = child->pid < 0 ? errno : l.error;
  child_pid = child->pid;
  sigprocmask(SIG_SETMASK, &l.mask, NULL);

  close(l.out);
  if (l.err != l.out)
    close(l.err);
  if (error) {
    if (child->pid > 0)
      waitpid(child->pid, NULL, 0);
    child_pid = 0;
    signals_give_back(child);
    close(child->out.fd);
    if (child->err.fd >= 0)
      close(child->err.fd);
    dlw_error(&run->cx, NULL, "cannot run %s: %s", run->linker,
              strerror(error));
    return NULL;
  }
#ifdef SYS_pidfd_open
  child->watch = (int)syscall(SYS_pidfd_open, child->pid, 0);
#endif
  return child;
}

static void release(dlw_child *child) {
  child->holding = false;
  stream *streams[] = {&child->out, &child->err};
  for (int i = 0; i < 2; i++) {
    stream *s = streams[i];
    if (s->to >= 0 && !child->no_soname)
      dlw_messages_write(s->to, s->held.data, s->held.size);
    s->held.size = 0;
  }
}

/* Whether the line is about the command line itself: such errors come before
   all others. */
static bool is_about_arguments(dlw_str line) {
  static const char *const texts[] = {
      "unknown argument",      ": missing argument",  "unknown option",
      "response file quoting", "recursive expansion", "cannot not open file",
      "cannot open file"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (memmem(line.p, line.n, texts[i], strlen(texts[i])))
      return true;
  return false;
}

/* One line, with its newline if it has one. LLVM before 17 has no --soname;
   it says so among the first lines, as of every argument it does not know. */
static void line_done(dlw_run *run, dlw_child *child, stream *s) {
  dlw_str line = {(const char *)s->pending.data, s->pending.size};
  if (child->holding) {
    if (memmem(line.p, line.n, "unknown argument: --soname=", 27))
      child->no_soname = true;
    else if (!is_about_arguments(line))
      release(child);
  }
  if (!child->no_soname)
    dlw_translate(run, line, &s->held);
  s->pending.size = 0;
}

/* Takes what is there; false at the end of the stream. */
static bool stream_read(dlw_run *run, dlw_child *child, stream *s) {
  char bytes[65536];
  for (;;) {
    ssize_t n = read(s->fd, bytes, sizeof bytes);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return errno == EAGAIN;
    if (n == 0)
      return false;
    for (ssize_t i = 0; i < n;) {
      const char *newline = memchr(bytes + i, '\n', (size_t)(n - i));
      ssize_t end = newline ? newline - bytes + 1 : n;
      dlw_buf_bytes(&s->pending, bytes + i, (size_t)(end - i));
      if (newline)
        line_done(run, child, s);
      i = end;
    }
    if (!child->holding) {
      dlw_messages_write(s->to, s->held.data, s->held.size);
      s->held.size = 0;
    }
  }
}

/* Takes what is there of the module; false at its end. */
static bool module_read(dlw_run *run, dlw_buf *module) {
  for (;;) {
    /* Reading straight into the buffer: modules are large. */
    size_t want = 1 << 20;
    uint8_t *room = dlw_buf_grow(module, want);
    if (!room)
      return false;
    ssize_t n = read(run->output_read, room, want);
    module->size -= want - (size_t)(n > 0 ? n : 0);
    if (n > 0)
      dlw_output_begun(run);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return errno == EAGAIN;
    if (n == 0)
      return false;
  }
}

/* Reads the pipes until the module's ends (if `module`), all others have, or
   the child has. */
static void pump(dlw_run *run, dlw_child *child, dlw_buf *module) {
  struct pollfd polls[4] = {
      {.fd = module ? run->output_read : -1, .events = POLLIN},
      {.fd = child->out.ended ? -1 : child->out.fd, .events = POLLIN},
      {.fd = child->err.ended ? -1 : child->err.fd, .events = POLLIN},
      {.fd = child->watch, .events = POLLIN},
  };
  bool ended = false;
  while (!ended && (polls[0].fd >= 0 || polls[1].fd >= 0 || polls[2].fd >= 0)) {
    /* Without a pidfd its messages' end has to do for the child's. */
    bool silent = child->watch < 0 && polls[1].fd < 0 && polls[2].fd < 0;
    if (poll(polls, 4, silent ? 0 : -1) < 0) {
      if (errno == EINTR)
        continue;
      break;
    }
    /* What was written before the end is in the pipes by now. */
    ended = polls[3].revents != 0 || silent;
    for (int i = 1; i < 3; i++) {
      stream *s = i == 1 ? &child->out : &child->err;
      if (polls[i].fd >= 0 && (ended || polls[i].revents) &&
          !stream_read(run, child, s)) {
        s->ended = true;
        polls[i].fd = -1;
      }
    }
    if (polls[0].fd >= 0 && (ended || polls[0].revents) &&
        !module_read(run, module))
      return;
  }
}

static void close_all(dlw_child *child) {
  stream *streams[] = {&child->out, &child->err};
  for (int i = 0; i < 2; i++) {
    dlw_buf_free(&streams[i]->held);
    dlw_buf_free(&streams[i]->pending);
    if (streams[i]->fd >= 0)
      close(streams[i]->fd);
  }
  if (child->watch >= 0)
    close(child->watch);
}

static int wait_for(dlw_child *child) {
  int wait = 0;
  while (waitpid(child->pid, &wait, 0) < 0 && errno == EINTR)
    ;
  child_pid = 0;
  signals_give_back(child);
  return wait;
}

void dlw_child_abandon(dlw_child *child) {
  kill(child->pid, SIGKILL);
  wait_for(child);
  close_all(child);
}

bool dlw_child_module(dlw_run *run, dlw_child *child, dlw_buf *module) {
  pump(run, child, module);
  return dlw_buf_ok(module) || dlw_out_of_memory(&run->cx);
}

bool dlw_child_finish(dlw_run *run, dlw_child *child, int *status, int *signal,
                      bool *no_soname) {
  pump(run, child, NULL);
  stream *streams[] = {&child->out, &child->err};
  for (int i = 0; i < 2; i++)
    if (streams[i]->pending.size)
      line_done(run, child, streams[i]);
  release(child);

  int wait = wait_for(child);
  *signal = caught;
  *no_soname = child->no_soname && !caught;
  *status = WIFEXITED(wait) ? WEXITSTATUS(wait) : 1;

  bool ok = true;
  for (int i = 0; i < 2; i++) {
    stream *s = streams[i];
    ok = ok && dlw_buf_ok(&s->held) && dlw_buf_ok(&s->pending);
  }
  close_all(child);
  if (WIFSIGNALED(wait) && !caught)
    dlw_error(&run->cx, NULL, "%s was ended by signal %d (%s)", run->linker,
              WTERMSIG(wait), strsignal(WTERMSIG(wait)));
  return ok || dlw_out_of_memory(&run->cx);
}
