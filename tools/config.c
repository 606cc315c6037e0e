/* dlweld config: where things are installed, as flags for compilers. */
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "tools.h"

enum {
  CFLAGS = 1,
  LDFLAGS,
  SHARED_LDFLAGS,
  PREFIX,
  PLUGIN,
  LINKER,
  PASS,
  VERSION,
  KINDS,
};

static const dlw_tool_option options[] = {
    {CFLAGS, 0, "cflags", NULL, "where <dlfcn.h> is: -I..."},
    {LDFLAGS, 0, "ldflags", NULL,
     "the linker and the plugin: -fuse-ld=... -Wl,--plugin=..."},
    {SHARED_LDFLAGS, 0, "shared-ldflags", NULL,
     "the same for links with -shared: --no-wasm-opt, too, which clang knows "
     "from version 19 on"},
    {PREFIX, 0, "prefix", NULL, "the directory that dlweld is installed in"},
    {LINKER, 0, "linker", NULL, "the linker's front end: a path"},
    {PLUGIN, 0, "plugin", NULL, "the linker plugin: a path"},
    {PASS, 0, "pass", NULL, "the pass for LLVM: a path"},
    {VERSION, 0, "version", NULL, "the version of dlweld: a number"},
    {0},
};

const dlw_command dlw_command_config = {
    .name = "config",
    .summary = "print flags for compilers and linkers",
    .usage = "[OPTION]...",
    .text = "Prints flags for clang, on one line, in the order below; without "
            "options those\nof --cflags and --ldflags. Words are quoted for a "
            "shell where they must be.\n\n"
            "  clang --target=wasm32-wasi main.c $(dlweld config) \\\n"
            "      -Wl,--plugin-opt=dlopen=libfoo.a\n",
    .options = options,
};

/* The directory above the one this program lies in; false if unknown. */
static bool find_prefix(char prefix[PATH_MAX]) {
  ssize_t n = readlink("/proc/self/exe", prefix, PATH_MAX - 1);
  if (n <= 0)
    return false;
  prefix[n] = '\0';
  for (int i = 0; i < 2; i++) {
    char *slash = strrchr(prefix, '/');
    if (!slash)
      return false;
    *slash = '\0';
  }
  return true;
}

/* Prints `head` and a path, quoted for a shell where it must be. */
static void print_flag(bool *more, const char *head, const char *prefix,
                       const char *tail) {
  bool quote = strpbrk(prefix, " \t\n'\"\\$&;()<>|*?[]#~`!") != NULL;
  printf("%s%s%s", *more ? " " : "", quote ? "'" : "", head);
  *more = true;
  for (const char *p = prefix; *p; p++)
    if (*p == '\'')
      printf("'\\''");
    else
      putchar(*p);
  printf("%s%s", tail, quote ? "'" : "");
}

static void print_all(const bool *wanted, const char *prefix) {
  bool more = false;
  if (wanted[CFLAGS])
    print_flag(&more, "-I", prefix, "/share/dlweld/include");
  if (wanted[LDFLAGS] || wanted[SHARED_LDFLAGS]) {
    print_flag(&more, "-fuse-ld=", prefix, "/bin/wasm-ld");
    print_flag(&more, "-Wl,--plugin=", prefix, "/lib/dlweld.so");
  }
  if (wanted[SHARED_LDFLAGS])
    print_flag(&more, "--no-wasm-opt", "", "");
  if (wanted[PREFIX])
    print_flag(&more, "", prefix, "");
  if (wanted[LINKER])
    print_flag(&more, "", prefix, "/bin/wasm-ld");
  if (wanted[PLUGIN])
    print_flag(&more, "", prefix, "/lib/dlweld.so");
  if (wanted[PASS])
    print_flag(&more, "", prefix, "/lib/dlweld-pass.so");
  if (wanted[VERSION])
    print_flag(&more, DLWELD_VERSION, "", "");
  putchar('\n');
}

int dlw_tool_config(int argc, char **argv) {
  char prefix[PATH_MAX];
  bool wanted[KINDS] = {false}, any = false;
  dlw_tool_options o = dlw_tool_options_of(&dlw_command_config, argc, argv);
  for (int id; (id = dlw_tool_options_next(&o)) != DLW_OPTION_END;) {
    if (id == DLW_OPTION_HELP)
      return dlw_print_done(0);
    if (id == DLW_OPTION_WRONG)
      return 2;
    wanted[id] = any = true;
  }
  if (o.file_count)
    return dlw_wrong_use(&dlw_command_config, "it takes no '%s'", argv[0]);
  if (!any)
    wanted[CFLAGS] = wanted[LDFLAGS] = true;
  if (!find_prefix(prefix)) {
    fprintf(stderr, "dlweld: error: cannot tell where it is installed\n");
    return 1;
  }
  print_all(wanted, prefix);
  return dlw_print_done(0);
}
