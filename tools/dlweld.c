/* dlweld: the command for people and build systems. */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools.h"

static const char usage[] =
    "usage: dlweld config [--cflags] [--ldflags | --shared-ldflags] "
    "[--prefix]\n"
    "       dlweld ls [-l | --exports] FILE...\n"
    "       dlweld map [--keep=GLOB]... [-o FILE] SONAME FILE...\n"
    "       dlweld --version | --help\n"
    "\n"
    "config   prints flags for clang, on one line:\n"
    "           --cflags    where <dlfcn.h> is\n"
    "           --ldflags   the linker and the plugin\n"
    "           --shared-ldflags\n"
    "                       the same for links with -shared: --no-wasm-opt, "
    "too,\n"
    "                       which clang knows from version 19 on\n"
    "           --prefix    where dlweld is installed\n"
    "         without any of them: --cflags and --ldflags\n"
    "\n"
    "  clang --target=wasm32-wasi main.c $(dlweld config) \\\n"
    "      -Wl,--plugin-opt=dlopen=libfoo.a\n"
    "\n"
    "ls       says what files are, and of libraries: their soname, what they\n"
    "         need, and what they export (dlweld ls --help)\n"
    "\n"
    "map      writes the map that the pass dlweld-rename isolates a library "
    "by\n"
    "         when it is compiled (dlweld map --help)\n";

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
static void print_flag(const char *head, const char *prefix, const char *tail) {
  static bool more;
  bool quote = strpbrk(prefix, " \t\n'\"\\$&;()<>|*?[]#~`!") != NULL;
  printf("%s%s", more ? " " : "", quote ? "'" : "");
  more = true;
  printf("%s", head);
  for (const char *p = prefix; *p; p++)
    if (*p == '\'')
      printf("'\\''");
    else
      putchar(*p);
  printf("%s%s", tail, quote ? "'" : "");
}

static int config(int argc, char **argv) {
  char prefix[PATH_MAX];
  bool cflags = argc == 0, ldflags = argc == 0, root = false;
  bool shared = false;
  for (int i = 0; i < argc; i++) {
    if (!strcmp(argv[i], "--cflags")) {
      cflags = true;
    } else if (!strcmp(argv[i], "--ldflags")) {
      ldflags = true;
    } else if (!strcmp(argv[i], "--shared-ldflags")) {
      ldflags = shared = true;
    } else if (!strcmp(argv[i], "--prefix")) {
      root = true;
    } else {
      fprintf(stderr, "dlweld config: unknown option '%s'\n%s", argv[i], usage);
      return 2;
    }
  }
  if (!find_prefix(prefix)) {
    fprintf(stderr, "dlweld: cannot tell where it is installed\n");
    return 1;
  }
  if (root)
    print_flag("", prefix, "");
  if (cflags)
    print_flag("-I", prefix, "/share/dlweld/include");
  if (ldflags) {
    print_flag("-fuse-ld=", prefix, "/bin/wasm-ld");
    print_flag("-Wl,--plugin=", prefix, "/lib/dlweld.so");
    if (shared)
      printf(" --no-wasm-opt");
  }
  putchar('\n');
  if (fflush(stdout) == 0 && !ferror(stdout))
    return 0;
  perror("dlweld: cannot write");
  return 1;
}

int main(int argc, char **argv) {
  if (argc >= 2 && !strcmp(argv[1], "config"))
    return config(argc - 2, argv + 2);
  if (argc >= 2 && !strcmp(argv[1], "ls"))
    return dlw_tool_ls(argc - 2, argv + 2);
  if (argc >= 2 && !strcmp(argv[1], "map"))
    return dlw_tool_map(argc - 2, argv + 2);
  if (argc == 2 && !strcmp(argv[1], "--version")) {
    printf("dlweld " DLWELD_VERSION "\n");
    return 0;
  }
  if (argc == 2 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help"))) {
    fputs(usage, stdout);
    return 0;
  }
  if (argc >= 2)
    fprintf(stderr, "dlweld: unknown command '%s'\n", argv[1]);
  fputs(usage, stderr);
  return 2;
}
