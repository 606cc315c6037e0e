/* What SQLite's unix layer and shell want of POSIX beyond WASI's C library. In
   front of every file of the program and the libraries, by -include. Nothing
   here does anything: modes, owners and locks do not exist under WASI. */
#ifndef DEMO_COMPAT_H
#define DEMO_COMPAT_H

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>

/* unix-none never locks; the code that would is compiled all the same. */
#ifndef F_RDLCK
#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2
#endif
#ifndef F_GETLK
#define F_GETLK 5
#define F_SETLK 6
#define F_SETLKW 7
#endif

static inline int chmod(const char *path, mode_t mode) {
  (void)path, (void)mode;
  return 0;
}

static inline int fchmod(int fd, mode_t mode) {
  (void)fd, (void)mode;
  return 0;
}

static inline int fchown(int fd, uid_t owner, gid_t group) {
  (void)fd, (void)owner, (void)group;
  return 0;
}

static inline uid_t geteuid(void) { return 1; }

#endif
