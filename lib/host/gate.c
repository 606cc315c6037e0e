/* The gate is an archive without members that the linker reads from a pipe:
   it stands at it until we write those few bytes and close. We hold the
   reading end, too, so that writing never raises SIGPIPE. */
#include "host/gate.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool dlw_gate_open(dlw_run *run) {
  dlw_gate *g = &run->gate;
  int ends[2];
  if (pipe(ends) < 0)
    return dlw_error(&run->cx, NULL, "cannot make a pipe: %s",
                     strerror(errno));
  /* The linker has the reading end alone: it sees the end when we close. */
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  g->read = ends[0];
  g->write = ends[1];
  g->path = dlw_sprintf(&run->cx, "/proc/self/fd/%d", ends[0]).p;
  return g->path != NULL;
}

bool dlw_gate_lift(dlw_run *run) {
  static const char empty[] = "!<arch>\n"; /* without its NUL */
  const size_t size = sizeof empty - 1;
  dlw_gate *g = &run->gate;
  bool ok = write(g->write, empty, size) == (ssize_t)size;
  close(g->write);
  g->write = -1;
  g->path = NULL; /* nothing to wait for, should the linker start again */
  return ok || dlw_error(&run->cx, NULL, "cannot write to a pipe: %s",
                         strerror(errno));
}

void dlw_gate_close(dlw_run *run) {
  dlw_gate *g = &run->gate;
  if (g->read >= 0)
    close(g->read);
  if (g->write >= 0)
    close(g->write);
  g->read = g->write = -1;
  g->path = NULL;
}
