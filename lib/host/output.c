/* The module on its way. The linker writes it into a pipe, because then lld
   makes no temporary file and a kill leaves none, and because the module can
   be examined before anybody sees it; publishing is one rename.

   The linker inherits the reading end and opens it for writing by its path in
   /proc. So the pipe ends as soon as the linker has closed that, and while its
   process is torn down we can work; only until its first bytes come do we hold
   the writing end, for the pipe not to end before it began.

   The linker names some things after its output: with --reproduce the -o of
   the recorded command, with --save-temps the files themselves, and before
   --soname came (LLVM 17) the module in its name section. Then it gets
   a link of the output's name in a private directory, which leads to the pipe;
   only a kill (SIGKILL) can leave that directory behind. */
#include "host/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static dlw_str directory_of(dlw_str path) {
  dlw_str base = dlw_str_basename(path);
  size_t n = path.n - base.n;
  if (n == 0)
    return DLW_STR(".");
  return (dlw_str){path.p, n > 1 ? n - 1 : n};
}

bool dlw_output_check(dlw_run *run) {
  const char *output = run->line.output;
  if (!output || !*output || strcmp(output, "-") == 0)
    return true;
  int error = 0;
  struct stat st;
  if (stat(output, &st) == 0) {
    if (S_ISDIR(st.st_mode))
      error = EISDIR;
    else if (!S_ISREG(st.st_mode))
      return true;
  } else if (errno != ENOENT) {
    error = errno;
  }
  if (!error) {
    char *directory = dlw_strdup(&run->cx, directory_of(dlw_str_of(output)));
    if (!directory)
      return false;
    if (faccessat(AT_FDCWD, directory, W_OK | X_OK, AT_EACCESS) < 0)
      error = errno;
  }
  return !error || dlw_error(&run->cx, NULL, "cannot open output file %s: %s",
                             output, strerror(error));
}

/* A private directory with a link to the pipe, called as the output. */
static bool make_link(dlw_run *run) {
  dlw_str base = dlw_str_basename(dlw_str_of(run->line.output));
  const char *root = getenv("TMPDIR");
  if (!root || !*root)
    root = "/tmp";
  char *directory = (char *)dlw_sprintf(&run->cx, "%s/dlweld-XXXXXX", root).p;
  if (!directory)
    return false;
  if (!mkdtemp(directory))
    return dlw_error(&run->cx, NULL, "cannot make a directory in %s: %s", root,
                     strerror(errno));
  run->directory = directory;
  dlw_str path = dlw_sprintf(&run->cx, "%s/%.*s", directory, DLW_FMT(base));
  if (!path.p)
    return false;
  if (symlink(run->output_path, path.p) < 0)
    return dlw_error(&run->cx, NULL, "cannot make the link %s: %s", path.p,
                     strerror(errno));
  run->output_path = path.p;
  return true;
}

bool dlw_output_open(dlw_run *run, bool named) {
  if (!run->line.output)
    return true;
  int ends[2];
  if (pipe(ends) < 0)
    return dlw_error(&run->cx, NULL, "cannot make a pipe: %s",
                     strerror(errno));
  run->output_read = ends[0];
  run->output_write = ends[1];
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  fcntl(ends[1], F_SETPIPE_SZ, 1 << 20); /* fewer turns; may be refused */
  run->output_path =
      dlw_sprintf(&run->cx, "/proc/self/fd/%d", ends[0]).p;
  if (!run->output_path)
    return false;
  named |= run->line.reproduce || run->line.save_temps ||
           getenv("LLD_REPRODUCE");
  if (named && dlw_str_basename(dlw_str_of(run->line.output)).n &&
      !make_link(run))
    return false;
  return dlw_run_translate(run, dlw_str_of(run->output_path),
                           dlw_str_of(run->line.output));
}

void dlw_output_begun(dlw_run *run) {
  if (run->output_write >= 0)
    close(run->output_write);
  run->output_write = -1;
}

bool dlw_output_write(dlw_run *run, const uint8_t *data, size_t size) {
  return dlw_replacement_write(&run->cx, &run->module,
                               dlw_str_of(run->line.output), data, size, 0777);
}

bool dlw_output_publish(dlw_run *run) {
  return dlw_replacement_commit(&run->cx, &run->module);
}

/* Moves a file, over file systems if need be. */
static void move(dlw_run *run, const char *from, const char *to) {
  if (rename(from, to) == 0 || errno != EXDEV)
    return;
  dlw_file file;
  if (dlw_file_open(&run->cx, dlw_str_of(from), &file)) {
    dlw_file_replace(&run->cx, dlw_str_of(to), file.data, file.size, 0666);
    dlw_file_close(&file);
  }
  unlink(from);
}

static void remove_directory(dlw_run *run) {
  dlw_str output = dlw_str_of(run->line.output);
  dlw_str base = dlw_str_basename(output), place = directory_of(output);
  DIR *dir = opendir(run->directory);
  for (struct dirent *e; dir && (e = readdir(dir)) != NULL;) {
    dlw_str name = dlw_str_of(e->d_name);
    if (dlw_str_eq(name, DLW_STR(".")) || dlw_str_eq(name, DLW_STR("..")))
      continue;
    dlw_str from =
        dlw_sprintf(&run->cx, "%s/%.*s", run->directory, DLW_FMT(name));
    dlw_str to =
        dlw_sprintf(&run->cx, "%.*s/%.*s", DLW_FMT(place), DLW_FMT(name));
    if (!from.p || !to.p)
      break;
    if (name.n > base.n && dlw_str_starts(name, base))
      move(run, from.p, to.p);
    else
      unlink(from.p);
  }
  if (dir)
    closedir(dir);
  rmdir(run->directory);
  run->directory = NULL;
}

void dlw_output_close(dlw_run *run) {
  dlw_replacement_drop(&run->module);
  if (run->output_read >= 0)
    close(run->output_read);
  if (run->output_write >= 0)
    close(run->output_write);
  run->output_read = run->output_write = -1;
  if (run->directory)
    remove_directory(run);
}
