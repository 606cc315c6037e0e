/* The version of the real linker, as its --version tells. */
#include "host/version.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/find.h"

extern char **environ;

/* Reads what it prints; no more than a line or two. */
static size_t read_all(int fd, char *text, size_t room) {
  size_t size = 0;
  ssize_t n;
  while (size < room && (n = read(fd, text + size, room - size)) > 0)
    size += (size_t)n;
  return size;
}

/* The number behind "LLD ". */
static unsigned major_in(const char *text, size_t size) {
  const char *at = memmem(text, size, "LLD ", 4);
  unsigned major = 0;
  for (size_t i = at ? (size_t)(at - text) + 4 : size;
       i < size && isdigit((unsigned char)text[i]) && major < 10000; i++)
    major = major * 10 + (unsigned)(text[i] - '0');
  return major;
}

unsigned dlw_linker_version(const char *linker, const char *name,
                            const char *flavor) {
  const char *argv[5] = {dlw_find_argv0(name)};
  unsigned n = 1;
  if (flavor) {
    argv[n++] = "-flavor";
    argv[n++] = flavor;
  }
  argv[n] = "--version";
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return 0;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  pid_t pid;
  bool started =
      posix_spawn(&pid, linker, &actions, NULL, (char **)argv, environ) == 0;
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  char text[512];
  size_t size = started ? read_all(ends[0], text, sizeof text) : 0;
  close(ends[0]);
  if (started)
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
      ;
  return major_in(text, size);
}
