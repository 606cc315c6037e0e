/* A promised input is a pipe: the linker opens it first of all its inputs and
   reads to its end, so it waits just there until the plugin is done. We hold
   the reading end, too, so that writing never raises SIGPIPE. */
#include "host/promise.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool dlw_promise_open(dlw_run *run) {
  dlw_promise *p = &run->promise;
  int ends[2];
  dlw_promise_close(p);
  if (pipe(ends) < 0)
    return dlw_error(&run->cx, NULL, "cannot make a pipe: %s",
                     strerror(errno));
  /* The linker has the reading end alone: it sees the end when we close. */
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  fcntl(ends[1], F_SETPIPE_SZ, 1 << 20); /* fewer turns; may be refused */
  p->read = ends[0];
  p->write = ends[1];
  p->sent = 0;
  p->path = dlw_sprintf(&run->cx, "/proc/self/fd/%d", ends[0]).p;
  return p->path != NULL;
}

void dlw_promise_send(dlw_promise *p) {
  while (p->sent < p->size) {
    ssize_t n = write(p->write, p->data + p->sent, p->size - p->sent);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0 && errno == EAGAIN)
      return;
    if (n <= 0)
      break;
    p->sent += (size_t)n;
  }
  close(p->write);
  p->write = -1;
}

void dlw_promise_close(dlw_promise *p) {
  if (p->read >= 0)
    close(p->read);
  if (p->write >= 0)
    close(p->write);
  p->read = p->write = -1;
}
