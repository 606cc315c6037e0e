/* dlweld ls: what a file is to the linker and to dlopen. */
#include <inttypes.h>

#include "json.h"
#include "seen.h"
#include "tools.h"

enum { LONG = 1, TREE, JSON };

static const dlw_tool_option options[] = {
    {LONG, 'l', "exports", NULL,
     "one thing a line, and the names that dlsym finds, too; of archives the "
     "members"},
    {TREE, 't', "tree", NULL,
     "which library needs which, what several define, and what is one for "
     "several"},
    {JSON, 'j', "json", NULL, "the same for programs"},
    DLW_OPTION_COLOR,
    {0},
};

const dlw_command dlw_command_ls = {
    .name = "ls",
    .summary = "what files are, and which libraries are in them",
    .usage = "[-l | --tree] [--json] FILE...",
    .text =
        "Says what each file is. Of a welded module follow its libraries, a "
        "line each; of\na library (a weldable one, or the linker's own "
        "shared module) what dlopen makes\nof it: soname, what it needs, "
        "run path, and how many names dlsym finds.\n",
    .more =
        "flags: startup (open from the start), unload (dlclose takes it down), "
        "small or\nno-index (index=), init and fini (it has constructors and "
        "destructors). Sizes\nare in bytes: code, data with constants, zeros, "
        "thread-local data; code is left\nout where the file does not tell.\n",
    .options = options,
};

/* --- One line a library --- */

enum {
  LIBRARY,
  EXPORTS,
  CODE,
  DATA,
  ZERO,
  TLS,
  FLAGS,
  NEEDED,
  ALIASES,
  RUN_PATH,
};

static void add_columns(dlw_table *t) {
  static const dlw_column columns[] = {
      {.head = "LIBRARY", .style = DLW_CYAN, .shrinks = 1},
      {.head = "EXPORTS", .right = true},
      {.head = "CODE", .right = true},
      {.head = "DATA", .right = true},
      {.head = "ZEROS", .right = true},
      {.head = "TLS", .right = true},
      {.head = "FLAGS", .style = DLW_YELLOW},
      {.head = "NEEDED", .shrinks = 1},
      {.head = "ALIASES", .shrinks = 1},
      {.head = "RUN PATH", .shrinks = 1},
  };
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
    dlw_table_column(t, columns[i]);
}

/* Sets a cell to a list; `b` is empty before and after. */
static void set_list(dlw_table *t, uint32_t column, const dlw_list *list,
                     dlw_buf *b) {
  for (uint32_t i = 0; i < list->count; i++) {
    dlw_buf_bytes(b, " ", i > 0);
    dlw_buf_bytes(b, list->items[i].p, list->items[i].n);
  }
  dlw_table_set_name(t, column, (dlw_str){(const char *)b->data, b->size});
  b->size = 0;
}

static void add_library(dlw_table *t, const dlw_seen_library *lib, dlw_buf *b) {
  const char *words[8];
  unsigned n = dlw_seen_flags(lib, words);
  uint64_t sizes[] = {lib->data.constant + lib->data.data, lib->data.zero,
                      lib->data.tls};
  dlw_table_row(t);
  dlw_table_set_name(t, LIBRARY, dlw_seen_title(lib));
  dlw_table_set(t, EXPORTS, "%" PRIu32, lib->export_count);
  if (lib->has_code)
    dlw_table_set(t, CODE, "%" PRIu64, lib->code);
  for (uint32_t i = 0; i < 3; i++)
    if (sizes[i])
      dlw_table_set(t, DATA + i, "%" PRIu64, sizes[i]);
  for (unsigned i = 0; i < n; i++) {
    dlw_buf_bytes(b, " ", i > 0);
    dlw_buf_bytes(b, words[i], strlen(words[i]));
  }
  dlw_table_set_name(t, FLAGS, (dlw_str){(const char *)b->data, b->size});
  b->size = 0;
  set_list(t, NEEDED, &lib->needed, b);
  set_list(t, ALIASES, &lib->aliases, b);
  set_list(t, RUN_PATH, &lib->run_paths, b);
}

static bool print_libraries(const dlw_print *p, const dlw_seen *s) {
  dlw_table t = {0};
  dlw_buf b = {0};
  add_columns(&t);
  for (uint32_t i = 0; i < s->library_count; i++)
    add_library(&t, &s->libraries[i], &b);
  bool ok = dlw_buf_ok(&b);
  dlw_buf_free(&b);
  return dlw_table_print(&t, p, 2, true) && ok;
}

/* --- One thing a line --- */

static void print_key(const dlw_print *p, const char *key, dlw_style style,
                      dlw_str value) {
  printf("  %-9s ", key);
  dlw_print_name(p, style, value);
  putchar('\n');
}

static void print_keys(const dlw_print *p, const char *key,
                       const dlw_list *list) {
  for (uint32_t i = 0; i < list->count; i++)
    print_key(p, key, DLW_PLAIN, list->items[i]);
}

static void print_sizes(const dlw_seen_library *lib) {
  const struct {
    const char *key;
    uint64_t size;
  } sizes[] = {{"code", lib->has_code ? lib->code : 0},
               {"constants", lib->data.constant},
               {"data", lib->data.data},
               {"zeros", lib->data.zero},
               {"tls", lib->data.tls}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    if (sizes[i].size)
      printf("  %-9s %" PRIu64 " bytes\n", sizes[i].key, sizes[i].size);
}

static void print_library(const dlw_print *p, const dlw_seen_library *lib,
                          bool list) {
  static const char *const kinds[] = {"function", "variable", "tls",
                                      "absolute"};
  const char *words[8];
  unsigned n = dlw_seen_flags(lib, words);
  if (lib->flags & DLW_LIBRARY_PROGRAM)
    printf("  %sthe program%s\n", dlw_paint(p, DLW_CYAN),
           dlw_unpaint(p, DLW_CYAN));
  else
    print_key(p, "soname", DLW_CYAN, lib->soname);
  print_keys(p, "alias", &lib->aliases);
  print_keys(p, "needed", &lib->needed);
  print_keys(p, "run path", &lib->run_paths);
  if (list) {
    for (unsigned i = 0; i < n; i++)
      printf(i ? " %s" : "  flags     %s", words[i]);
    fputs(n ? "\n" : "", stdout);
    print_sizes(lib);
  }
  printf("  %-9s %" PRIu32 "\n", "exports", lib->export_count);
  for (uint32_t i = 0; list && i < lib->export_count; i++)
    print_key(p, kinds[lib->exports[i].kind & 3], DLW_PLAIN,
              lib->exports[i].name);
}

static void print_members(const dlw_seen *s) {
  for (uint32_t i = 0; i < s->archive.count; i++) {
    const dlw_member *member = &s->archive.members[i];
    fputs("  member    ", stdout);
    dlw_put_name(stdout, member->name);
    if (!s->archive.thin)
      printf(": %s", dlw_kind_name(dlw_kind_of(member->data)));
    putchar('\n');
  }
}

static void print_bitcode(const dlw_print *p, const dlw_bitcode_info *info) {
  if (info->producer.n)
    print_key(p, "producer", DLW_PLAIN, info->producer);
  if (info->triple.n)
    print_key(p, "target", DLW_PLAIN, info->triple);
  print_key(p, "lto", DLW_PLAIN,
            info->thin   ? DLW_STR("thin")
            : info->full ? DLW_STR("full")
                         : DLW_STR("no summary"));
}

static void print_module(const dlw_seen *s) {
  const dlw_module *m = &s->module;
  printf("  %-9s wasm%s\n", "target", m->memory64 ? "64" : "32");
  printf("  %-9s %" PRIu32 "\n", "functions", m->defined[DLW_EXT_FUNCTION]);
  printf("  %-9s %" PRIu32 "\n", "imports", m->import_count);
  if (s->format != DLW_KIND_OBJECT)
    printf("  %-9s %" PRIu32 "\n", "exports", m->export_count);
}

static void print_index(const dlw_seen *s) {
  const dlw_welded *x = &s->welded;
  printf("  %-9s wasm%s\n", "target", x->memory64 ? "64" : "32");
  printf("  %-9s version %" PRIu32 ", %zu bytes, %s\n", "index", x->version,
         x->bytes.n,
         x->in_section ? "in section " DLW_DLSYM_SECTION
                       : "in data only: section " DLW_DLSYM_SECTION
                         " was removed");
}

/* --- Files --- */

static void print_head(const dlw_print *p, const dlw_seen *s) {
  dlw_print_name(p, DLW_BOLD, s->path);
  printf(": %s", dlw_seen_name(s));
  if (s->kind == DLW_SEEN_OTHER &&
      (s->format == DLW_KIND_ARCHIVE || s->format == DLW_KIND_THIN_ARCHIVE))
    printf(" of %" PRIu32 " member%s", s->archive.count,
           s->archive.count == 1 ? "" : "s");
  if (s->kind == DLW_SEEN_WELDED)
    printf(", %" PRIu32 " %s", s->library_count - 1,
           s->library_count == 2 ? "library" : "libraries");
  putchar('\n');
}

static bool print_file(const dlw_print *p, const dlw_seen *s, bool list) {
  print_head(p, s);
  if (s->kind == DLW_SEEN_WELDED && !list)
    return print_libraries(p, s);
  if (s->kind == DLW_SEEN_WELDED)
    print_index(s);
  for (uint32_t i = 0; i < s->library_count; i++) {
    fputs(s->kind == DLW_SEEN_WELDED ? "\n" : "", stdout);
    print_library(p, &s->libraries[i], list);
  }
  if (!list || s->kind != DLW_SEEN_OTHER)
    return true;
  print_members(s);
  if (s->format == DLW_KIND_BITCODE)
    print_bitcode(p, &s->bitcode);
  if (s->has_module)
    print_module(s);
  return true;
}

static bool list_files(const dlw_print *p, char **paths, int n, bool list,
                       bool json) {
  dlw_json j = {.lines = 4};
  bool ok = true;
  if (json) {
    dlw_json_object(&j, NULL);
    dlw_json_array(&j, "files");
  }
  for (int i = 0; i < n; i++) {
    dlw_seen s;
    dlw_seen_read(&s, paths[i], list);
    if (json)
      dlw_ls_json(&j, &s, list);
    else if (s.ok)
      ok &= print_file(p, &s, list) || dlw_out_of_memory(&s.cx);
    ok &= s.ok;
    dlw_seen_done(&s);
  }
  if (json) {
    dlw_json_end_array(&j);
    dlw_json_end_object(&j);
  }
  return ok;
}

/* All files are needed at once: they may need each other. */
static bool tree(const dlw_print *p, char **paths, int n) {
  dlw_ctx cx;
  dlw_ctx_init(&cx, dlw_print_message, NULL);
  dlw_seen **files = dlw_alloc(&cx, (size_t)n, sizeof *files);
  dlw_seen *all = dlw_alloc(&cx, (size_t)n, sizeof *all);
  uint32_t count = 0;
  bool ok = files && all;
  for (int i = 0; i < n && files && all; i++) {
    dlw_seen_read(&all[i], paths[i], true);
    ok &= all[i].ok;
    if (all[i].ok)
      files[count++] = &all[i];
  }
  ok &= files && dlw_ls_tree(p, files, count);
  for (int i = 0; i < n && files && all; i++)
    dlw_seen_done(&all[i]);
  dlw_ctx_done(&cx);
  return ok;
}

int dlw_tool_ls(int argc, char **argv) {
  bool wanted[JSON + 1] = {false};
  dlw_color color = DLW_COLOR_AUTO;
  dlw_tool_options o = dlw_tool_options_of(&dlw_command_ls, argc, argv);
  for (int id; (id = dlw_tool_options_next(&o)) != DLW_OPTION_END;) {
    if (id == DLW_OPTION_HELP)
      return dlw_print_done(0);
    if (id == DLW_OPTION_WRONG ||
        (id == DLW_OPTION_COLOR_ID && !dlw_tool_color(&o, &color)))
      return 2;
    if (id != DLW_OPTION_COLOR_ID)
      wanted[id] = true;
  }
  if (!o.file_count)
    return dlw_wrong_use(&dlw_command_ls, "no file");
  if (wanted[TREE] && (wanted[JSON] || wanted[LONG]))
    return dlw_wrong_use(&dlw_command_ls, "--tree goes with no other form");
  dlw_print p = dlw_print_to(color);
  bool ok = wanted[TREE] ? tree(&p, argv, o.file_count)
                         : list_files(&p, argv, o.file_count, wanted[LONG],
                                      wanted[JSON]);
  return dlw_print_done(ok ? 0 : 1);
}
