/* The other way in: an unmodified wasm-ld loads us with `-mllvm -load=`, runs
   our constructors before it has read any input, and would then link as if we
   were not there. So the constructor takes over: it plays the front end for
   the same command line, with this very linker as the real one, and ends the
   process with the link's exit code. Options come from DLWELD_OPTS. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/host.h"
#include "plugin/plugin.h"

/* The process's arguments, NULL-terminated; NULL if they cannot be had. */
static char **command_line(int *argc) {
  int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
  size_t size = 0, capacity = 1 << 16;
  char *text = malloc(capacity);
  while (fd >= 0 && text) {
    if (size + 1 >= capacity) {
      char *more = realloc(text, capacity *= 2);
      if (!more)
        break;
      text = more;
    }
    ssize_t n = read(fd, text + size, capacity - size - 1);
    if (n <= 0)
      break;
    size += (size_t)n;
  }
  if (fd >= 0)
    close(fd);
  if (!text || !size)
    return NULL;
  text[size] = '\0';
  int count = 0;
  for (size_t i = 0; i < size; i++)
    count += text[i] == '\0';
  char **argv = calloc((size_t)count + 1, sizeof *argv);
  if (!argv)
    return NULL;
  char *at = text;
  for (int i = 0; i < count; i++, at += strlen(at) + 1)
    argv[i] = at;
  *argc = count;
  return argv;
}

/* Whether the argument is `-load=X`, or `-mllvm=-load=X`, in any spelling. */
static bool is_load(const char *argument) {
  static const char *const heads[] = {"--mllvm=", "-mllvm="};
  for (int i = 0; i < 2; i++)
    if (strncmp(argument, heads[i], strlen(heads[i])) == 0)
      argument += strlen(heads[i]);
  if (*argument != '-')
    return false;
  argument += argument[1] == '-' ? 2 : 1;
  return strncmp(argument, "load=", 5) == 0 || strcmp(argument, "load") == 0;
}

static bool is_lld(void) {
  char path[4096];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
  path[n > 0 ? n : 0] = '\0';
  const char *name = strrchr(path, '/');
  return name && (strstr(name, "lld") || strstr(name, "wasm-ld"));
}

/* Whether this process loaded us as LLVM's option asks, and is not a debugger,
   say, that looks at us. Hosts of the plugin API have their own mark. */
static bool is_loaded_by_llvm(int argc, char **argv) {
  bool response = false;
  for (int i = 1; i < argc; i++) {
    if (is_load(argv[i]))
      return true;
    response |= argv[i][0] == '@';
  }
  return response && is_lld();
}

/* Words separated by white space; '...' and "..." and \ quote, as in a shell.
   Returns their number, or -1 where a quotation is not closed. */
static int split_words(char *text, const char **words) {
  int count = 0;
  for (char *at = text; *at;) {
    char *out = at, *word = at;
    char quote = 0;
    bool any = false;
    for (; *at && (quote || !strchr(" \t\n", *at)); at++) {
      any = true;
      if (quote ? *at == quote : *at == '\'' || *at == '"')
        quote = quote ? 0 : *at;
      else if (*at == '\\' && quote != '\'' && at[1])
        *out++ = *++at;
      else
        *out++ = *at;
    }
    if (quote)
      return -1;
    at += *at != '\0';
    *out = '\0';
    if (any)
      words[count++] = word;
  }
  return count;
}

__attribute__((constructor)) static void take_over(void) {
  if (dlw_host_is_child())
    return;
  Dl_info info;
  int argc = 0;
  char **argv = command_line(&argc);
  if (!argv || !is_loaded_by_llvm(argc, argv) ||
      !dladdr((void *)take_over, &info)) {
    if (argv)
      free(argv[0]); /* the whole text */
    free(argv);
    return;
  }
  const char *given = getenv("DLWELD_OPTS");
  char *text = strdup(given ? given : "");
  const char **words = text ? calloc(strlen(text) + 1, sizeof *words) : NULL;
  int count = words ? split_words(text, words) : -1;
  if (count < 0) {
    fprintf(stderr, "dlweld: DLWELD_OPTS: a quotation is not closed\n");
    _exit(1);
  }
  dlw_host_request request = {
      .argc = argc,
      .argv = (const char *const *)argv,
      .linker = "/proc/self/exe",
      .plugin = onload,
      .library = info.dli_fname,
      .options = words,
      .option_count = (size_t)count,
  };
  _exit(dlw_host_run(&request));
}
