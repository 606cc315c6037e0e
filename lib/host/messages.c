/* Messages as lld prints them: `wasm-ld: error: text`, the word in colour
   where the terminal has any; each in one write, so that lines of other
   processes do not get between. Notes go to the standard output and bear no
   name, as lld's own do. */
#include "host/messages.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

void dlw_messages_write(int fd, const void *bytes, size_t size) {
  const char *p = bytes;
  while (size) {
    ssize_t n = write(fd, p, size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return;
    p += n;
    size -= (size_t)n;
  }
}

bool dlw_messages_colorful(int fd) {
  const char *term = getenv("TERM");
  return isatty(fd) && term && *term && strcmp(term, "dumb") != 0;
}

static void put(dlw_buf *b, const char *text) {
  dlw_buf_bytes(b, text, strlen(text));
}

void dlw_messages_emit(void *user, dlw_severity severity, const char *text) {
  const dlw_messages *m = user;
  dlw_buf line = {0};
  if (severity != DLW_NOTE) {
    bool error = severity == DLW_ERROR || m->fatal_warnings;
    dlw_buf_bytes(&line, m->name.p, m->name.n);
    put(&line, ": ");
    if (m->color)
      put(&line, error ? "\033[0;31m" : "\033[0;35m");
    put(&line, error ? "error: " : "warning: ");
    if (m->color)
      put(&line, "\033[0m");
  }
  put(&line, text);
  put(&line, "\n");
  if (dlw_buf_ok(&line))
    dlw_messages_write(severity == DLW_NOTE ? STDOUT_FILENO : STDERR_FILENO,
                       line.data, line.size);
  dlw_buf_free(&line);
}
