/* Files by mmap, replacement by rename. A replacement is first a file without
   a name (O_TMPFILE), so that even a kill leaves nothing; it gets a name for
   the moment between link and rename only where the path exists already. */
#include "support/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool status(dlw_ctx *cx, dlw_str path, struct stat *st) {
  const char *name = dlw_strdup(cx, path);
  return name && !memchr(path.p, 0, path.n) && stat(name, st) == 0;
}

bool dlw_file_is_regular(dlw_ctx *cx, dlw_str path) {
  struct stat st;
  return status(cx, path, &st) && S_ISREG(st.st_mode);
}

bool dlw_file_is_same(dlw_ctx *cx, dlw_str a, dlw_str b) {
  struct stat x, y;
  return status(cx, a, &x) && status(cx, b, &y) && x.st_dev == y.st_dev &&
         x.st_ino == y.st_ino;
}

bool dlw_file_open(dlw_ctx *cx, dlw_str path, dlw_file *file) {
  *file = (dlw_file){.path = path};
  char *name = dlw_strdup(cx, path);
  if (!name)
    return false;
  dlw_where where = {.file = path};
  int fd = open(name, O_RDONLY | O_CLOEXEC);
  struct stat st;
  if (fd < 0 || fstat(fd, &st) < 0) {
    int error = errno;
    if (fd >= 0)
      close(fd);
    return dlw_error(cx, &where, "cannot open: %s", strerror(error));
  }
  if (S_ISDIR(st.st_mode)) {
    close(fd);
    return dlw_error(cx, &where, "cannot open: %s", strerror(EISDIR));
  }
  bool ok = true;
  if (S_ISREG(st.st_mode) && st.st_size > 0) {
    /* All of it will be read, by us or by the linker. */
    void *data = mmap(NULL, (size_t)st.st_size, PROT_READ,
                      MAP_PRIVATE | MAP_POPULATE, fd, 0);
    if (data == MAP_FAILED) {
      ok = dlw_error(cx, &where, "cannot map: %s", strerror(errno));
    } else {
      file->data = data;
      file->size = (size_t)st.st_size;
      file->mapped = true;
    }
  } else if (!S_ISREG(st.st_mode)) {
    size_t capacity = 0;
    uint8_t *data = NULL;
    for (;;) {
      if (file->size == capacity) {
        capacity = capacity ? capacity * 2 : 65536;
        uint8_t *more = realloc(data, capacity);
        if (!more) {
          ok = dlw_out_of_memory(cx);
          break;
        }
        data = more;
      }
      ssize_t n = read(fd, data + file->size, capacity - file->size);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        ok = dlw_error(cx, &where, "cannot read: %s", strerror(errno));
      if (n <= 0)
        break;
      file->size += (size_t)n;
    }
    if (ok) {
      file->data = data;
    } else {
      free(data);
      file->size = 0;
    }
  }
  close(fd);
  return ok;
}

void dlw_file_close(dlw_file *file) {
  if (file->mapped)
    munmap((void *)file->data, file->size);
  else
    free((void *)file->data);
  file->data = NULL;
  file->size = 0;
  file->mapped = false;
}

bool dlw_file_write_all(int fd, const void *data, size_t size) {
  const char *p = data;
  while (size) {
    ssize_t n = write(fd, p, size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return false;
    p += n;
    size -= (size_t)n;
  }
  return true;
}

/* Gives the nameless file `fd` the name `path`, replacing what was there. */
static bool link_over(int fd, const char *path) {
  char proc[64];
  snprintf(proc, sizeof proc, "/proc/self/fd/%d", fd);
  if (linkat(AT_FDCWD, proc, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0)
    return true;
  if (errno != EEXIST)
    return false;
  size_t n = strlen(path) + 32;
  char *temporary = malloc(n);
  if (!temporary)
    return false;
  bool ok = false;
  for (unsigned i = 0; i < 100 && !ok; i++) {
    snprintf(temporary, n, "%s.tmp%ld.%u", path, (long)getpid(), i);
    if (linkat(AT_FDCWD, proc, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0) {
      ok = rename(temporary, path) == 0;
      int error = errno;
      if (!ok)
        unlink(temporary);
      errno = error;
      break;
    }
    if (errno != EEXIST)
      break;
  }
  int error = errno;
  free(temporary);
  errno = error;
  return ok;
}

/* For file systems without O_TMPFILE: a named temporary file. */
static bool write_named(dlw_replacement *r, mode_t mode) {
  size_t n = strlen(r->name) + 16;
  r->temporary = malloc(n);
  if (!r->temporary)
    return false;
  snprintf(r->temporary, n, "%s.tmpXXXXXX", r->name);
  int fd = mkostemp(r->temporary, O_CLOEXEC);
  if (fd < 0) {
    free(r->temporary);
    r->temporary = NULL;
    return false;
  }
  mode_t mask = umask(0);
  umask(mask);
  bool ok = dlw_file_write_all(fd, r->data, r->size) && fchmod(fd, mode & ~mask) == 0;
  int error = errno;
  if (close(fd) < 0 && ok) {
    ok = false;
    error = errno;
  }
  errno = error;
  return ok;
}

static bool cannot_write(dlw_ctx *cx, dlw_replacement *r) {
  dlw_where where = {.file = r->path};
  int error = errno;
  dlw_replacement_drop(r);
  return dlw_error(cx, &where, "cannot write: %s", strerror(error));
}

bool dlw_replacement_write(dlw_ctx *cx, dlw_replacement *r, dlw_str path,
                           const void *data, size_t size, mode_t mode) {
  *r = (dlw_replacement){.path = path, .fd = -1, .data = data, .size = size};
  if (dlw_str_eq(path, DLW_STR("-")))
    return true;
  char *name = dlw_strdup(cx, path);
  if (!name)
    return false;
  /* A symbolic link stays one: what it points to is replaced. */
  char *real = realpath(name, NULL);
  if (real) {
    name = dlw_strdup(cx, dlw_str_of(real));
    free(real);
    if (!name)
      return false;
  }
  struct stat st;
  if (stat(name, &st) == 0 && !S_ISREG(st.st_mode))
    return true;
  r->name = name;
  dlw_str base = dlw_str_basename(dlw_str_of(name));
  dlw_str directory = {name, (size_t)(base.p - name)};
  const char *dir = directory.n ? dlw_strdup(cx, directory) : ".";
  if (!dir)
    return false;
  r->fd = open(dir, O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  bool ok = r->fd >= 0 && dlw_file_write_all(r->fd, data, size);
  if (r->fd < 0 &&
      (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
    ok = write_named(r, mode);
  return ok || cannot_write(cx, r);
}

/* What cannot be replaced. */
static bool write_directly(const dlw_replacement *r) {
  if (dlw_str_eq(r->path, DLW_STR("-")))
    return dlw_file_write_all(STDOUT_FILENO, r->data, r->size);
  char *name = malloc(r->path.n + 1);
  if (!name)
    return false;
  memcpy(name, r->path.p, r->path.n);
  name[r->path.n] = '\0';
  int fd = open(name, O_WRONLY | O_CLOEXEC);
  free(name);
  bool ok = fd >= 0 && dlw_file_write_all(fd, r->data, r->size);
  int error = errno;
  if (fd >= 0 && close(fd) < 0 && ok) {
    ok = false;
    error = errno;
  }
  errno = error;
  return ok;
}

bool dlw_replacement_commit(dlw_ctx *cx, dlw_replacement *r) {
  bool ok;
  if (!r->name)
    ok = write_directly(r);
  else if (r->temporary)
    ok = rename(r->temporary, r->name) == 0;
  else
    ok = link_over(r->fd, r->name);
  if (!ok)
    return cannot_write(cx, r);
  free(r->temporary);
  r->temporary = NULL;
  dlw_replacement_drop(r);
  return true;
}

void dlw_replacement_drop(dlw_replacement *r) {
  if (r->temporary)
    unlink(r->temporary);
  free(r->temporary);
  if (r->fd >= 0)
    close(r->fd);
  *r = (dlw_replacement){.fd = -1};
}

bool dlw_file_replace(dlw_ctx *cx, dlw_str path, const void *data, size_t size,
                      mode_t mode) {
  dlw_replacement r;
  return dlw_replacement_write(cx, &r, path, data, size, mode) &&
         dlw_replacement_commit(cx, &r);
}

static bool no_anonymous(dlw_ctx *cx) {
  return dlw_error(cx, NULL, "cannot make a file in memory: %s",
                   strerror(errno));
}

uint8_t *dlw_file_anonymous_map(dlw_ctx *cx, int fd, size_t size) {
  void *p = MAP_FAILED;
  /* Not only the size but the room: running out of it later would be SIGBUS. */
  int error = posix_fallocate(fd, 0, (off_t)size);
  if (error)
    errno = error;
  else
    p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd,
             0);
  if (p != MAP_FAILED)
    return p;
  no_anonymous(cx);
  return NULL;
}

int dlw_file_anonymous(dlw_ctx *cx, const char *name, size_t size,
                       uint8_t **data) {
  *data = NULL;
  int fd = memfd_create(name, 0);
  if (fd < 0) {
    no_anonymous(cx);
    return -1;
  }
  if (size && !(*data = dlw_file_anonymous_map(cx, fd, size))) {
    close(fd);
    return -1;
  }
  return fd;
}
