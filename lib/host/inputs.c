/* Inputs: the rules of lld/wasm/Driver.cpp. All -L count for all -l, wherever
   they stand. `-lX` is, directory by directory, libX.so where shared libraries
   are wanted (-Bdynamic, or by default with -pie and -shared) and else libX.a;
   `-l:X` is X. --whole-archive makes archives eager, --start-lib makes objects
   lazy. The members of a thin archive are files of their own. */
#include "host/inputs.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/plugins.h"

static const char *in_directory(dlw_ctx *cx, const char *directory,
                                const char *prefix, const char *name,
                                const char *suffix) {
  char path[4096];
  size_t n = strlen(directory);
  const char *slash = n && directory[n - 1] != '/' ? "/" : "";
  int size = snprintf(path, sizeof path, "%s%s%s%s%s", directory, slash, prefix,
                      name, suffix);
  if (size < 0 || (size_t)size >= sizeof path || access(path, F_OK) < 0)
    return NULL;
  return dlw_strdup(cx, (dlw_str){path, (size_t)size});
}

const char *dlw_inputs_find_library(dlw_ctx *cx, const dlw_strings *directories,
                                    const char *name, bool dynamic) {
  const char *found = NULL;
  for (uint32_t i = 0; i < directories->count && !found; i++) {
    const char *directory = directories->items[i];
    if (name[0] == ':') {
      found = in_directory(cx, directory, "", name + 1, "");
      continue;
    }
    if (dynamic)
      found = in_directory(cx, directory, "lib", name, ".so");
    if (!found)
      found = in_directory(cx, directory, "lib", name, ".a");
  }
  return found;
}

/* Maps a regular file and leaves it open. `*out` NULL: it is none, or cannot be
   read. */
static bool source_open(dlw_run *run, const char *path, dlw_source **out) {
  *out = NULL;
  struct stat st;
  /* Not opened before it is known to be regular: a pipe must be left for the
     linker to read. */
  if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
    return true;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return true;
  dlw_source *s = dlw_alloc(&run->cx, 1, sizeof *s);
  if (!s) {
    close(fd);
    return false;
  }
  *s = (dlw_source){.path = path, .fd = fd};
  if (fstat(fd, &st) == 0 && st.st_size > 0) {
    void *data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED) {
      close(fd);
      return true;
    }
    s->data = (dlw_bytes){data, (size_t)st.st_size};
  }
  s->kind = dlw_kind_of(s->data);
  *out = s;
  return true;
}

static void source_release(dlw_source *s) {
  if (s->fd >= 0)
    close(s->fd);
  s->fd = -1;
}

static dlw_input *input_add(dlw_run *run, dlw_source *source,
                            uint32_t argument) {
  dlw_input *input = dlw_alloc(&run->cx, 1, sizeof *input);
  if (!input || !dlw_grow(&run->cx, &run->inputs, run->input_count,
                          &run->input_capacity, sizeof *run->inputs))
    return NULL;
  *input = (dlw_input){
      .source = source, .data = source->data, .argument = argument, .fd = -1};
  run->inputs[run->input_count++] = input;
  return input;
}

static bool offer_members(dlw_run *run, dlw_source *source, uint32_t argument,
                          bool lazy) {
  const dlw_archive *archive = &source->archive;
  for (uint32_t i = 0; i < archive->count; i++) {
    const dlw_member *m = &archive->members[i];
    dlw_source *file = source;
    if (archive->thin) {
      char *path = dlw_strdup(&run->cx, m->thin_path);
      if (!path || !source_open(run, path, &file))
        return false;
      if (!file)
        continue;
    }
    dlw_input *input = input_add(run, file, argument);
    char *name = dlw_strdup(&run->cx, m->name);
    if (!input || !name)
      return false;
    input->member = name;
    input->member_number = i;
    input->lazy = lazy;
    if (!archive->thin) {
      input->data = m->data;
      input->offset = m->offset;
    }
    bool ok = dlw_plugins_offer(run, input, file->fd);
    if (file != source)
      source_release(file);
    if (!ok)
      return false;
  }
  return true;
}

/* One argument: a file of its own, or all members of an archive. */
static bool offer_argument(dlw_run *run, uint32_t argument) {
  dlw_resolved *r = &run->resolved[argument];
  dlw_source *source = r->source;
  source->fd = open(source->path, O_RDONLY | O_CLOEXEC);
  if (source->fd < 0)
    return true;
  r->first_input = run->input_count;
  bool ok = true;
  if (source->kind == DLW_KIND_ARCHIVE ||
      source->kind == DLW_KIND_THIN_ARCHIVE) {
    dlw_where where = {.file = dlw_str_of(source->path)};
    if (dlw_archive_read(&run->quiet, &where, source->data, &source->archive))
      ok = offer_members(run, source, argument, !r->whole_archive);
    else
      source->archive = (dlw_archive){0};
  } else {
    dlw_input *input = input_add(run, source, argument);
    if (input)
      input->lazy = r->in_library;
    ok = input && dlw_plugins_offer(run, input, source->fd);
  }
  r->input_count = run->input_count - r->first_input;
  source_release(source);
  return ok;
}

bool dlw_inputs_offer(dlw_run *run) {
  for (uint32_t i = 0; i < run->line.count; i++) {
    const dlw_resolved *r = &run->resolved[i];
    if (r->source && !r->taken && !r->unknown && !offer_argument(run, i))
      return false;
  }
  return true;
}

/* Where `-lNAME` is. A linker of static programs does not look for libNAME.so;
   but a plugin may have a use for it where there is no libNAME.a. */
static const char *find_library(dlw_run *run, const char *name, bool dynamic,
                                bool asked_static, bool *unknown) {
  const dlw_strings *directories = &run->line.library_paths;
  const char *path =
      dlw_inputs_find_library(&run->cx, directories, name, dynamic);
  *unknown = !path;
  if (!path && !asked_static)
    path = dlw_inputs_find_library(&run->cx, directories, name, true);
  return path;
}

/* For plugins: what there is, before any of it is offered. */
static bool list_found(dlw_run *run) {
  const dlw_cmdline *line = &run->line;
  run->found = dlw_alloc(&run->cx, line->count, sizeof *run->found);
  run->found_at = dlw_alloc(&run->cx, line->count, sizeof *run->found_at);
  if (!run->found || !run->found_at)
    return false;
  for (uint32_t i = 0; i < line->count; i++) {
    const dlw_source *source = run->resolved[i].source;
    if (!source)
      continue;
    run->found_at[run->found_count] = i;
    run->found[run->found_count++] = (dlw_host_input){
        .path = source->path,
        .kind = source->kind,
        .data = source->data.p,
        .size = source->data.n,
    };
  }
  return true;
}

bool dlw_inputs_find(dlw_run *run) {
  const dlw_cmdline *line = &run->line;
  run->resolved = dlw_alloc(&run->cx, line->count, sizeof *run->resolved);
  if (!run->resolved)
    return false;
  bool dynamic = line->pie || line->shared, asked_static = false;
  bool whole_archive = false, in_library = false;
  for (uint32_t i = 0; i < line->count; i++) {
    const dlw_argument *a = &line->arguments[i];
    dlw_resolved *r = &run->resolved[i];
    const char *path = a->value;
    switch (a->option) {
    case DLW_OPT_BDYNAMIC:
    case DLW_OPT_BSTATIC:
      dynamic = a->option == DLW_OPT_BDYNAMIC;
      asked_static = !dynamic;
      break;
    case DLW_OPT_WHOLE_ARCHIVE:
    case DLW_OPT_NO_WHOLE_ARCHIVE:
      whole_archive = a->option == DLW_OPT_WHOLE_ARCHIVE;
      break;
    case DLW_OPT_START_LIB:
    case DLW_OPT_END_LIB:
      in_library = a->option == DLW_OPT_START_LIB;
      break;
    case DLW_OPT_LIBRARY:
      path = find_library(run, a->value, dynamic, asked_static, &r->unknown);
      __attribute__((fallthrough));
    case DLW_OPT_INPUT:
      r->whole_archive = whole_archive;
      r->in_library = in_library;
      if (path && !source_open(run, path, &r->source))
        return false;
      if (r->source)
        source_release(r->source);
      break;
    default:
      break;
    }
  }
  return list_found(run);
}
