/* The real linker's command line. What plugins added comes first, in the order
   of adding: objects as they are, archives whole (a plugin that adds an
   archive wants it in the link, and where it belongs among lazy ones nobody
   could say), then libraries, lazily. The user's own arguments follow in their
   order, with add_whole_archive's where extension.h says. */
#include "host/relink.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/find.h"
#include "host/inputs.h"
#include "host/response.h"
#include "host/rewrite.h"

/* Longer command lines go through a response file: the system's limits are 2
   MB for all arguments and the environment, and 128 KB for one of them. */
#define LONGEST_LINE 200000

typedef struct builder {
  dlw_run *run;
  dlw_strings out;
  dlw_strings imports;        /* FOO.imports beside rewritten archives */
  bool placed;                /* plugins' whole archives are on the line */
  const char *undefined_file; /* the user's --allow-undefined-file, the last */
} builder;

static bool put(builder *b, const char *argument) {
  return dlw_strings_add(&b->run->cx, &b->out, argument);
}

static bool head(builder *b) {
  const dlw_cmdline *line = &b->run->line;
  if (line->flavor)
    return put(b, b->run->name) && put(b, "-flavor") && put(b, line->flavor);
  return put(b, dlw_find_argv0(b->run->name));
}

static bool same_file(const char *a, const char *b) {
  struct stat x, y;
  return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
         x.st_ino == y.st_ino;
}

/* Whether argument `i` asks the linker to load the plugin that is running
   already: `-mllvm -load=X`, or `-mllvm -load -mllvm X`, whose number of
   arguments is returned. */
static uint32_t loads_us(const dlw_run *run, uint32_t i) {
  const dlw_cmdline *line = &run->line;
  const char *library = run->request->library;
  const char *value = line->arguments[i].value;
  if (!library || line->arguments[i].option != DLW_OPT_MLLVM || value[0] != '-')
    return 0;
  value += value[1] == '-' ? 2 : 1;
  if (strncmp(value, "load=", 5) == 0)
    return same_file(value + 5, library);
  if (strcmp(value, "load") == 0 && i + 1 < line->count &&
      line->arguments[i + 1].option == DLW_OPT_MLLVM &&
      same_file(line->arguments[i + 1].value, library))
    return 2;
  return 0;
}

/* FOO.imports beside FOO.a lists names that may stay undefined; the linker
   finds it by the archive's name, which a rewritten one has lost. */
static bool note_imports(builder *b, const char *archive) {
  dlw_str path = dlw_str_of(archive);
  dlw_str base = dlw_str_basename(path);
  size_t stem = base.n;
  for (size_t i = base.n; i > 1; i--)
    if (base.p[i - 1] == '.') {
      stem = i - 1;
      break;
    }
  path.n = path.n - base.n + stem;
  dlw_str imports = dlw_sprintf(&b->run->cx, "%.*s.imports", DLW_FMT(path));
  if (!imports.p)
    return false;
  return access(imports.p, F_OK) < 0 ||
         dlw_strings_add(&b->run->cx, &b->imports, imports.p);
}

/* An input or a library: as it came, or without what plugins claimed. */
static bool put_input(builder *b, uint32_t i) {
  dlw_run *run = b->run;
  const dlw_argument *a = &run->line.arguments[i];
  const dlw_resolved *r = run->resolved ? &run->resolved[i] : NULL;
  uint32_t claimed = 0;
  if (r && r->taken)
    return true;
  for (uint32_t k = 0; r && k < r->input_count; k++)
    claimed += run->inputs[r->first_input + k]->claimed != NULL;
  if (!claimed) {
    for (uint32_t k = 0; k < a->count; k++)
      if (!put(b, run->line.argv[a->first + k]))
        return false;
    return true;
  }
  bool archive = run->inputs[r->first_input]->member != NULL;
  if (archive && !note_imports(b, r->source->path))
    return false;
  if (!archive || claimed == r->source->archive.count)
    return true;
  const char *path = dlw_rewrite_archive(run, r);
  return path && put(b, path);
}

static bool is_archive(const char *path) {
  char magic[8];
  struct stat st;
  if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
    return false;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return false;
  ssize_t n = pread(fd, magic, sizeof magic, 0);
  close(fd);
  if (n != sizeof magic)
    return false;
  dlw_kind kind =
      dlw_kind_of((dlw_bytes){(const uint8_t *)magic, sizeof magic});
  return kind == DLW_KIND_ARCHIVE || kind == DLW_KIND_THIN_ARCHIVE;
}

static bool put_additions(builder *b) {
  dlw_run *run = b->run;
  for (uint32_t i = 0; i < run->files.count; i++) {
    const char *path = run->files.items[i];
    bool whole = is_archive(path);
    if ((whole && !put(b, "--whole-archive")) || !put(b, path) ||
        (whole && !put(b, "--no-whole-archive")))
      return false;
  }
  for (uint32_t i = 0; i < run->libraries.count; i++) {
    const char *name = run->libraries.items[i];
    if (!strchr(name, '/') || access(name, F_OK) < 0) {
      const char *found =
          dlw_inputs_find_library(&run->cx, &run->library_paths, name,
                                  run->line.pie || run->line.shared);
      dlw_str by_name = {0};
      if (!found)
        by_name = dlw_sprintf(&run->cx, "-l%s", name);
      name = found ? found : by_name.p;
    }
    if (!name || !put(b, name))
      return false;
  }
  return true;
}

/* Archives of plugins that stand before the user's, and the gate before them.
   `whole`: the user's own are loaded whole at this place. */
static bool put_archives(builder *b, bool whole) {
  dlw_run *run = b->run;
  if (b->placed || !run->archives.count)
    return true;
  b->placed = true;
  if (!put(b, "--whole-archive") || (run->gate.path && !put(b, run->gate.path)))
    return false;
  for (uint32_t i = 0; i < run->archives.count; i++)
    if (!put(b, run->archives.items[i]))
      return false;
  return whole || put(b, "--no-whole-archive");
}

/* Whether the argument says something about a finished module. */
static bool is_final(const dlw_argument *a) {
  switch (a->option) {
  case DLW_OPT_ALLOW_UNDEFINED_FILE:
  case DLW_OPT_BDYNAMIC: /* what it would find is taken already */
  case DLW_OPT_BSTATIC:
  case DLW_OPT_ENTRY:
  case DLW_OPT_EXPORT:
  case DLW_OPT_EXPORT_DYNAMIC:
  case DLW_OPT_EXPORT_IF_DEFINED:
  case DLW_OPT_FINAL:
  case DLW_OPT_NO_ENTRY:
  case DLW_OPT_NO_EXPORT_DYNAMIC:
  case DLW_OPT_RPATH:
  case DLW_OPT_SHARED:
  case DLW_OPT_SONAME:
  case DLW_OPT_STRIP_ALL: /* put_relocatable */
  case DLW_OPT_UNDEFINED:
  case DLW_OPT_VERSION_SCRIPT:
    return true;
  default:
    return false;
  }
}

/* Whether the argument means something to linkers for ELF only. */
static bool is_elf(const dlw_argument *a) {
  return a->option == DLW_OPT_ELF ||
         (a->option == DLW_OPT_Z && !strchr(a->value, '=') &&
          strcmp(a->value, "muldefs") != 0);
}

/* -r in place of -shared. Of an object --strip-all would take the symbols. */
static bool put_relocatable(builder *b) {
  return !b->run->relocatable ||
         (put(b, "-r") && (!b->run->line.strip_all || put(b, "--strip-debug")));
}

/* The user's arguments; with `link`, as the link needs them. */
static bool put_arguments(builder *b, bool link) {
  dlw_run *run = b->run;
  const dlw_cmdline *line = &run->line;
  bool whole = false;
  for (uint32_t i = 0; i < line->count; i++) {
    const dlw_argument *a = &line->arguments[i];
    uint32_t loads = loads_us(run, i);
    if (loads) {
      i += loads - 1;
      continue;
    }
    if ((run->relocatable && is_final(a)) || (run->elf_options && is_elf(a)))
      continue;
    switch (a->option) {
    case DLW_OPT_PLUGIN:
    case DLW_OPT_PLUGIN_OPT:
      continue;
    case DLW_OPT_RSP_QUOTING:
      /* Response files are no more; ours would be read wrongly. A value that
         is none is an error for the linker to report. */
      if (strcmp(a->value, "windows") == 0)
        continue;
      break;
    case DLW_OPT_OUTPUT:
      if (link)
        continue;
      break;
    case DLW_OPT_ALLOW_UNDEFINED_FILE:
      b->undefined_file = a->value;
      break;
    case DLW_OPT_WHOLE_ARCHIVE:
    case DLW_OPT_NO_WHOLE_ARCHIVE:
      whole = a->option == DLW_OPT_WHOLE_ARCHIVE;
      break;
    case DLW_OPT_START_LIB:
      if (link && !put_archives(b, whole))
        return false;
      break;
    case DLW_OPT_INPUT:
    case DLW_OPT_LIBRARY:
      if (link) {
        bool archive = a->option == DLW_OPT_LIBRARY || is_archive(a->value);
        if ((archive && !put_archives(b, whole)) || !put_input(b, i))
          return false;
        continue;
      }
      break;
    default:
      break;
    }
    for (uint32_t k = 0; k < a->count; k++)
      if (!put(b, line->argv[a->first + k]))
        return false;
  }
  return !link || put_archives(b, whole);
}

/* A line of its own at the end of `out` for each of the file's. */
static bool append_lines(dlw_buf *out, const char *path) {
  bool ok = dlw_response_read(path, out);
  dlw_buf_u8(out, '\n');
  return ok;
}

/* A nameless file with these bytes, by its path. */
static const char *anonymous(dlw_run *run, const char *name,
                             const dlw_buf *bytes) {
  uint8_t *data;
  if (!dlw_buf_ok(bytes)) {
    dlw_out_of_memory(&run->cx);
    return NULL;
  }
  int fd = dlw_file_anonymous(&run->cx, name, bytes->size, &data);
  if (fd < 0)
    return NULL;
  if (bytes->size)
    memcpy(data, bytes->data, bytes->size);
  return dlw_sprintf(&run->cx, "/proc/self/fd/%d", fd).p;
}

/* The linker takes one --allow-undefined-file, the last: all in one. */
static bool put_imports(builder *b) {
  dlw_run *run = b->run;
  if (!b->imports.count)
    return true;
  const char *path = b->imports.items[0];
  if (b->imports.count > 1 || b->undefined_file) {
    dlw_buf all = {0};
    for (uint32_t i = 0; i < b->imports.count; i++)
      append_lines(&all, b->imports.items[i]);
    /* Unreadable: the linker, given only that one, will say so. */
    bool ok = !b->undefined_file || append_lines(&all, b->undefined_file);
    path = ok ? anonymous(run, "imports", &all) : b->undefined_file;
    dlw_buf_free(&all);
  }
  return path && dlw_strings_add_text(
                     &run->cx, &b->out,
                     dlw_sprintf(&run->cx, "--allow-undefined-file=%s", path));
}

/* Ends the line; where it is too long, all of it goes into a file. */
static bool finish(builder *b, const char ***argv) {
  dlw_run *run = b->run;
  uint32_t first = run->line.flavor ? 3 : 1;
  size_t size = 0;
  for (uint32_t i = first; i < b->out.count; i++)
    size += strlen(b->out.items[i]) + 1;
  if (size > LONGEST_LINE) {
    dlw_buf text = {0};
    for (uint32_t i = first; i < b->out.count; i++)
      dlw_response_quote(&text, b->out.items[i]);
    const char *path = anonymous(run, "arguments", &text);
    dlw_buf_free(&text);
    b->out.count = first;
    if (!path || !dlw_strings_add_text(&run->cx, &b->out,
                                       dlw_sprintf(&run->cx, "@%s", path)))
      return false;
  }
  if (!put(b, NULL))
    return false;
  *argv = b->out.items;
  return true;
}

bool dlw_relink_plain(dlw_run *run, const char ***argv) {
  builder b = {.run = run};
  return head(&b) && put_arguments(&b, false) && finish(&b, argv);
}

bool dlw_relink(dlw_run *run, bool soname, const char ***argv) {
  const dlw_cmdline *line = &run->line;
  builder b = {.run = run, .imports = run->undefined_files};
  if (!head(&b) || !put_relocatable(&b) || !put_additions(&b) ||
      !put_arguments(&b, true) || !put_imports(&b))
    return false;
  if (line->output && (!put(&b, "-o") || !put(&b, run->output_path)))
    return false;
  if (line->output && soname && (!line->has_soname || run->relocatable)) {
    dlw_str base = line->soname ? dlw_str_of(line->soname)
                                : dlw_str_basename(dlw_str_of(line->output));
    if (!dlw_strings_add_text(
            &run->cx, &b.out,
            dlw_sprintf(&run->cx, "--soname=%.*s", DLW_FMT(base))))
      return false;
  }
  if (line->color == DLW_OPT_OTHER && run->messages.color &&
      !put(&b, "--color-diagnostics=always"))
    return false;
  for (uint32_t i = 0; i < run->extra.count; i++)
    if (!put(&b, run->extra.items[i]))
      return false;
  return finish(&b, argv);
}
