/* Runs a command and prints what it took. The benchmark starts every measured
   process through this small one: a process that Python forks would begin with
   Python's own peak of memory on its account.

     run [-m] LOG COMMAND...

   Standard output and error of the command go to LOG. One line on standard
   output: exit code, wall time in ns, user and system time in us of the whole
   tree, and in KiB the largest resident set of any process of the tree. With
   -m the tree is looked at every two milliseconds, which disturbs the time, and
   three numbers follow: the peak resident set of the command's own process, the
   largest of its descendants', and the peak of what all of them together
   occupied at one time (pages that several share counted once: the sum of
   their proportional set sizes). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static size_t slurp(const char *path, char *text, size_t room) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  size_t size = 0;
  if (fd >= 0) {
    ssize_t n;
    while (size < room - 1 && (n = read(fd, text + size, room - 1 - size)) > 0)
      size += (size_t)n;
    close(fd);
  }
  text[size] = 0;
  return size;
}

/* The number after `key` in a file of /proc/PID, or 0. */
static long field(long pid, const char *file, const char *key) {
  char path[64], text[8192];
  snprintf(path, sizeof path, "/proc/%ld/%s", pid, file);
  slurp(path, text, sizeof text);
  char *at = strstr(text, key);
  return at ? strtol(at + strlen(key), NULL, 10) : 0;
}

static long own_peak, other_peak, together_peak;

static long parent_of(long pid) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%ld/stat", pid);
  slurp(path, text, sizeof text);
  char *at = strrchr(text, ')'); /* PID (NAME) STATE PPID */
  return at && at[1] && at[2] ? strtol(at + 3, NULL, 10) : 0;
}

/* Whether `pid` is `root` or comes from it. */
static int belongs(long pid, long root) {
  for (int depth = 0; depth < 8 && pid > 1; depth++) {
    if (pid == root)
      return 1;
    pid = parent_of(pid);
  }
  return 0;
}

static long look(long root) {
  long sum = 0;
  DIR *all = opendir("/proc");
  for (struct dirent *entry; all && (entry = readdir(all));) {
    long pid = strtol(entry->d_name, NULL, 10);
    if (pid <= 1 || !belongs(pid, root))
      continue;
    long *most = pid == root ? &own_peak : &other_peak;
    long peak = field(pid, "status", "VmHWM:");
    if (peak > *most)
      *most = peak;
    sum += field(pid, "smaps_rollup", "\nPss:");
  }
  if (all)
    closedir(all);
  return sum;
}

int main(int argc, char **argv) {
  int memory = argc > 1 && strcmp(argv[1], "-m") == 0;
  argv += memory;
  argc -= memory;
  if (argc < 3) {
    fprintf(stderr, "usage: run [-m] LOG COMMAND...\n");
    return 2;
  }
  int log = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (log < 0) {
    fprintf(stderr, "run: %s: %s\n", argv[1], strerror(errno));
    return 2;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, log, 1);
  posix_spawn_file_actions_adddup2(&actions, log, 2);
  pid_t pid;
  long long start = now();
  int failed = posix_spawnp(&pid, argv[2], &actions, NULL, argv + 2, environ);
  if (failed) {
    fprintf(stderr, "run: %s: %s\n", argv[2], strerror(failed));
    return 2;
  }
  int status;
  struct rusage usage;
  while (memory && wait4(pid, &status, WNOHANG, &usage) == 0) {
    long sum = look(pid);
    if (sum > together_peak)
      together_peak = sum;
    nanosleep(&(struct timespec){0, 2000000}, NULL);
  }
  if (!memory)
    wait4(pid, &status, 0, &usage);
  long long end = now();
  printf("%d %lld %lld %lld %ld",
         WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
         end - start,
         usage.ru_utime.tv_sec * 1000000LL + usage.ru_utime.tv_usec,
         usage.ru_stime.tv_sec * 1000000LL + usage.ru_stime.tv_usec,
         usage.ru_maxrss);
  if (memory)
    printf(" %ld %ld %ld", own_peak, other_peak, together_peak);
  printf("\n");
  return 0;
}
