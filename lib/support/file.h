/* Files: mapped for reading, and replaced as a whole or not at all. */
#ifndef DLWELD_SUPPORT_FILE_H
#define DLWELD_SUPPORT_FILE_H

#include <sys/types.h>

#include "support/ctx.h"

typedef struct dlw_file {
  dlw_str path;        /* as given */
  const uint8_t *data; /* NULL when empty */
  size_t size;
  bool mapped;
} dlw_file;

/* Whether there is a regular file at `path`; whether both paths lead to one file.
   False also where that cannot be told. */
bool dlw_file_is_regular(dlw_ctx *cx, dlw_str path);
bool dlw_file_is_same(dlw_ctx *cx, dlw_str a, dlw_str b);

/* Maps the regular file at `path` (or reads it, where it cannot be mapped).
   Errors name the path and say what the system said. */
bool dlw_file_open(dlw_ctx *cx, dlw_str path, dlw_file *file);
void dlw_file_close(dlw_file *file);

/* Writes all of it; false: errno says why not. */
bool dlw_file_write_all(int fd, const void *data, size_t size);

/* New contents of a path on their way to it. */
typedef struct dlw_replacement {
  dlw_str path; /* as given */
  char *name;   /* the file that is replaced; NULL: it is written directly */
  char *temporary; /* its name in the meantime, or NULL: it has none; heap */
  int fd;          /* the nameless file, or -1 */
  const void *data;
  size_t size;
} dlw_replacement;

/* Writes what `path` is to hold, with the permissions `mode` less the umask, to
   a nameless file in the same directory (or a temporary one, where the file
   system has none). `data` must live until the commit. Nothing is left behind
   on failure. */
bool dlw_replacement_write(dlw_ctx *cx, dlw_replacement *r, dlw_str path,
                           const void *data, size_t size, mode_t mode);
/* Puts it in place by a rename, or leaves `path` as it was. What is not a
   regular file (/dev/null, a pipe) is written directly, as a linker does; "-"
   is standard output. */
bool dlw_replacement_commit(dlw_ctx *cx, dlw_replacement *r);
/* Gives it up instead. */
void dlw_replacement_drop(dlw_replacement *r);

/* Both steps at once. */
bool dlw_file_replace(dlw_ctx *cx, dlw_str path, const void *data, size_t size,
                      mode_t mode);

/* An anonymous file in memory, open for reading and writing and inherited by
   child processes, with `size` bytes of room mapped at `*data`. Nobody has to
   delete it, even after a crash. Returns the descriptor, or -1 (reported). */
int dlw_file_anonymous(dlw_ctx *cx, const char *name, size_t size,
                       uint8_t **data);

/* Gives an anonymous file another size and maps it all: `size` bytes (1 or
   more) to write, unmapped by the caller. NULL: reported. */
uint8_t *dlw_file_anonymous_map(dlw_ctx *cx, int fd, size_t size);

#endif
