/* dlweld ls: what a file is to the linker and to dlopen. What is said of a
   library is what a link with dlopen=FILE makes of it, since the weld itself
   reads it. */
#include <stdio.h>
#include <stdlib.h>

#include "object/archive.h"
#include "support/file.h"
#include "tools.h"
#include "weld/weldable.h"

static const char usage[] =
    "usage: dlweld ls [-l | --exports] FILE...\n"
    "\n"
    "says what each file is, and of libraries (weldable ones, and the "
    "linker's\n"
    "own shared modules):\n"
    "  soname    the name that dlopen knows it by\n"
    "  needed    the soname of a library that it needs, one a line\n"
    "  run path  a directory to look for those in, one a line\n"
    "  exports   how many names dlsym finds\n"
    "\n"
    "  -l, --exports   those names too: functions and variables\n"
    "\n"
    "ends with 1 where a file cannot be read or is damaged\n";

static void emit(void *user, dlw_severity severity, const char *text) {
  static const char *const names[] = {"note", "warning", "error"};
  (void)user;
  fflush(stdout);
  fprintf(stderr, "dlweld: %s: %s\n", names[severity], text);
}

/* Names come from the file: no control characters reach the terminal. */
static void print_name(const char *key, dlw_str name) {
  printf("  %-9s ", key);
  for (size_t i = 0; i < name.n; i++) {
    unsigned char c = (unsigned char)name.p[i];
    putchar(c < 0x20 || c == 0x7f ? '?' : c);
  }
  putchar('\n');
}

static void print_names(const char *key, const dlw_str *names, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    print_name(key, names[i]);
}

static int by_name(const void *a, const void *b) {
  const dlw_name *left = *(const dlw_name *const *)a;
  const dlw_name *right = *(const dlw_name *const *)b;
  size_t n = left->name.n < right->name.n ? left->name.n : right->name.n;
  int order = n ? memcmp(left->name.p, right->name.p, n) : 0;
  return order
             ? order
             : (left->name.n > right->name.n) - (left->name.n < right->name.n);
}

static bool print_exports(dlw_weld *w, dlw_library *lib, bool list) {
  if (!dlw_weld_names(w, lib) || !dlw_weld_choose_exports(w, lib))
    return false;
  const dlw_name **exports =
      dlw_alloc(w->cx, lib->export_count, sizeof *exports);
  uint32_t n = 0;
  if (!exports)
    return false;
  printf("  %-9s %u\n", "exports", lib->export_count);
  for (uint32_t i = 0; i < lib->name_count; i++)
    if (lib->names[i].exported)
      exports[n++] = &lib->names[i];
  qsort(exports, n, sizeof *exports, by_name);
  for (uint32_t i = 0; list && i < n; i++)
    print_name(exports[i]->kind == DLW_SYM_FUNCTION ? "function" : "variable",
               exports[i]->name);
  return true;
}

static bool library_exports(dlw_ctx *cx, const dlw_where *where,
                            dlw_bytes bytes, dlw_str soname, bool list) {
  dlw_weld w;
  dlw_weld_init(&w, cx);
  /* Number 1, for 0 is the program. */
  bool ok =
      dlw_weld_library(&w, soname) && dlw_weld_add_input(&w, where, 1, bytes);
  if (ok) {
    w.libraries[1].input_count = w.input_count;
    ok = print_exports(&w, &w.libraries[1], list);
  }
  dlw_weld_done(&w);
  return ok;
}

static bool ls_weldable(dlw_ctx *cx, const dlw_where *where, dlw_bytes bytes,
                        bool list) {
  dlw_weldable library;
  bool found;
  if (!dlw_weldable_read(cx, where, bytes, &library, &found))
    return false;
  printf("%.*s: weldable library\n", DLW_FMT(where->file));
  print_name("soname", library.soname);
  print_names("needed", library.needed.items, library.needed.count);
  print_names("run path", library.run_paths.items, library.run_paths.count);
  return library_exports(cx, where, bytes, library.soname, list);
}

static bool ls_shared(dlw_ctx *cx, const dlw_where *where, dlw_bytes bytes,
                      bool list) {
  dlw_dylink dylink;
  dlw_str soname = dlw_soname_in_file(cx, where->file);
  if (!soname.p || !dlw_dylink_read(cx, where, bytes, &dylink))
    return false;
  printf("%.*s: shared module\n", DLW_FMT(where->file));
  print_name("soname", soname);
  print_names("needed", dylink.needed, dylink.needed_count);
  print_names("run path", dylink.run_paths, dylink.run_path_count);
  return library_exports(cx, where, bytes, soname, list);
}

static bool ls_other(dlw_ctx *cx, const dlw_where *where, dlw_bytes bytes) {
  dlw_kind kind = dlw_kind_of(bytes);
  dlw_module module;
  dlw_object object;
  dlw_archive archive;
  if (kind == DLW_KIND_OBJECT) {
    if (!dlw_object_read_symbols(cx, where, bytes, &object))
      return false;
  } else if (kind == DLW_KIND_MODULE) {
    if (!dlw_module_read(cx, where, bytes, &module))
      return false;
  } else if (kind == DLW_KIND_ARCHIVE || kind == DLW_KIND_THIN_ARCHIVE) {
    if (!dlw_archive_read(cx, where, bytes, &archive))
      return false;
    printf("%.*s: %s of %u members\n", DLW_FMT(where->file),
           dlw_kind_name(kind), archive.count);
    return true;
  }
  printf("%.*s: %s\n", DLW_FMT(where->file), dlw_kind_name(kind));
  return true;
}

static bool ls_file(dlw_ctx *cx, const char *path, bool list) {
  dlw_where where = {.file = dlw_str_of(path)};
  dlw_file file;
  if (!dlw_file_open(cx, where.file, &file))
    return false;
  dlw_bytes bytes = {file.data, file.size};
  bool ok;
  if (dlw_bytes_are_weldable(bytes))
    ok = ls_weldable(cx, &where, bytes, list);
  else if (dlw_kind_of(bytes) == DLW_KIND_SHARED)
    ok = ls_shared(cx, &where, bytes, list);
  else
    ok = ls_other(cx, &where, bytes);
  dlw_file_close(&file);
  return ok;
}

int dlw_tool_ls(int argc, char **argv) {
  bool list = false, ok = true;
  int i = 0;
  for (; i < argc && argv[i][0] == '-'; i++) {
    if (!strcmp(argv[i], "-l") || !strcmp(argv[i], "--exports")) {
      list = true;
    } else if (!strcmp(argv[i], "--help")) {
      fputs(usage, stdout);
      return 0;
    } else if (!strcmp(argv[i], "--")) {
      i++;
      break;
    } else {
      fprintf(stderr, "dlweld ls: unknown option '%s'\n%s", argv[i], usage);
      return 2;
    }
  }
  if (i == argc) {
    fprintf(stderr, "dlweld ls: no file\n%s", usage);
    return 2;
  }
  for (; i < argc; i++) {
    dlw_ctx cx;
    dlw_ctx_init(&cx, emit, NULL);
    ok &= ls_file(&cx, argv[i], list);
    dlw_ctx_done(&cx);
  }
  if (fflush(stdout) == 0 && !ferror(stdout))
    return ok ? 0 : 1;
  perror("dlweld: cannot write");
  return 1;
}
