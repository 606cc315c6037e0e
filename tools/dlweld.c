/* dlweld: the command for people and build systems. */
#include "tools.h"

static const struct {
  const dlw_command *command;
  int (*run)(int argc, char **argv);
} commands[] = {
    {&dlw_command_config, dlw_tool_config},
    {&dlw_command_ls, dlw_tool_ls},
    {&dlw_command_nm, dlw_tool_nm},
    {&dlw_command_verify, dlw_tool_verify},
    {&dlw_command_map, dlw_tool_map},
};

#define COMMANDS (sizeof commands / sizeof *commands)

static void print_usage(FILE *to) {
  fputs("usage: dlweld COMMAND [OPTION]... [FILE]...\n"
        "       dlweld COMMAND --help | help [COMMAND] | --version\n"
        "\n",
        to);
  for (size_t i = 0; i < COMMANDS; i++)
    fprintf(to, "  %-8s %s\n", commands[i].command->name,
            commands[i].command->summary);
  fputs("\n"
        "Libraries are welded by the linker:\n"
        "\n"
        "  clang --target=wasm32-wasi main.c $(dlweld config) \\\n"
        "      -Wl,--plugin-opt=dlopen=libfoo.a -o main.wasm\n"
        "  dlweld ls main.wasm\n",
        to);
}

/* The command's number, or COMMANDS: reported. */
static size_t find(const char *word) {
  const char *names[COMMANDS + 1];
  size_t i;
  for (i = 0; i < COMMANDS; i++)
    if (!strcmp(names[i] = commands[i].command->name, word))
      return i;
  names[COMMANDS] = "help";
  const char *nearest = dlw_nearest(dlw_str_of(word), names, COMMANDS + 1);
  fputs("dlweld: unknown command '", stderr);
  dlw_put_name(stderr, dlw_str_of(word));
  fprintf(stderr, "'%s%s%s\n", nearest ? " (did you mean '" : "",
          nearest ? nearest : "", nearest ? "'?)" : "");
  return COMMANDS;
}

static int help(int argc, char **argv) {
  if (argc > 1) {
    fprintf(stderr, "dlweld help: more than one command\n");
    print_usage(stderr);
    return 2;
  }
  size_t i = argc ? find(argv[0]) : COMMANDS;
  if (argc && i == COMMANDS) {
    print_usage(stderr);
    return 2;
  }
  if (argc)
    dlw_print_help(commands[i].command);
  else
    print_usage(stdout);
  return dlw_print_done(0);
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "dlweld: no command\n");
    print_usage(stderr);
    return 2;
  }
  const char *word = argv[1];
  if (!strcmp(word, "--help") || !strcmp(word, "-h") || !strcmp(word, "help"))
    return help(argc - 2, argv + 2);
  if (argc == 2 && !strcmp(word, "--version")) {
    printf("dlweld " DLWELD_VERSION "\n");
    return dlw_print_done(0);
  }
  size_t i = find(word);
  if (i < COMMANDS)
    return commands[i].run(argc - 2, argv + 2);
  print_usage(stderr);
  return 2;
}
