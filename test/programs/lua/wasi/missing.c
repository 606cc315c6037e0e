/* What Lua's io and os libraries call and WASI's C library lacks: there are no
   temporary directories and no commands to run. io.tmpfile, os.tmpname and
   os.execute then fail as they do elsewhere where that is so. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

FILE *tmpfile(void) {
  errno = ENOTSUP;
  return NULL;
}

char *tmpnam(char *name) {
  (void)name;
  return NULL;
}

int system(const char *command) {
  errno = ENOTSUP;
  return command ? -1 : 0;
}
