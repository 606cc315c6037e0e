/* Reading options, and --help, which is made of the same table. */
#include "options.h"

#include <stdarg.h>

static const dlw_tool_option help = {DLW_OPTION_HELP, 'h', "help", NULL,
                                     "print this"};

dlw_tool_options dlw_tool_options_of(const dlw_command *command, int argc,
                                     char **argv) {
  return (dlw_tool_options){.command = command, .argc = argc, .argv = argv};
}

int dlw_wrong_use(const dlw_command *command, const char *format, ...) {
  char text[512];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  fprintf(stderr, "dlweld %s: ", command->name);
  dlw_put_name(stderr, dlw_str_of(text));
  fprintf(stderr, "\nusage: dlweld %s %s\n", command->name, command->usage);
  fprintf(stderr, "'dlweld %s --help' says more\n", command->name);
  return 2;
}

/* The option that is, or is not, meant by a word. */
static int unknown(const dlw_tool_options *o, const char *word, size_t n) {
  const char *names[64];
  size_t count = 0;
  for (const dlw_tool_option *s = o->command->options; s->id; s++)
    if (s->name && count + 1 < sizeof names / sizeof *names)
      names[count++] = s->name;
  names[count++] = help.name;
  const char *nearest = dlw_nearest((dlw_str){word + 2, n - 2}, names, count);
  return dlw_wrong_use(o->command, "unknown option '%.*s'%s%s%s", (int)n, word,
                       nearest ? " (did you mean '--" : "",
                       nearest ? nearest : "", nearest ? "'?)" : ""),
         DLW_OPTION_WRONG;
}

static int take(dlw_tool_options *o, const dlw_tool_option *s,
                const char *value) {
  o->value = value;
  if (s->id != DLW_OPTION_HELP)
    return s->id;
  dlw_print_help(o->command);
  return DLW_OPTION_HELP;
}

/* The value in the next argument. */
static int take_next(dlw_tool_options *o, const dlw_tool_option *s,
                     const char *shown) {
  if (s->id == DLW_OPTION_COLOR_ID) /* may be left out */
    return take(o, s, NULL);
  if (o->at < o->argc)
    return take(o, s, o->argv[o->at++]);
  dlw_wrong_use(o->command, "option '%s' needs a value: %s", shown, s->value);
  return DLW_OPTION_WRONG;
}

static int long_option(dlw_tool_options *o, const char *word) {
  const char *equals = strchr(word, '=');
  size_t n = equals ? (size_t)(equals - word) : strlen(word);
  const dlw_tool_option *s = o->command->options;
  while (s->id && !(s->name && strlen(s->name) == n - 2 &&
                    !memcmp(s->name, word + 2, n - 2)))
    s++;
  if (!s->id && n == 6 && !memcmp(word, "--help", 6))
    s = &help;
  if (!s->id)
    return unknown(o, word, n);
  if (!s->value && equals) {
    dlw_wrong_use(o->command, "option '%.*s' takes no value", (int)n, word);
    return DLW_OPTION_WRONG;
  }
  if (s->value && !equals)
    return take_next(o, s, word);
  return take(o, s, equals ? equals + 1 : NULL);
}

static int letter_option(dlw_tool_options *o) {
  char letter = *o->letters++;
  char shown[3] = {'-', letter, 0};
  const dlw_tool_option *s = o->command->options;
  while (s->id && s->letter != letter)
    s++;
  if (!s->id && letter == 'h')
    s = &help;
  if (!s->id) {
    dlw_wrong_use(o->command, "unknown option '%s'", shown);
    return DLW_OPTION_WRONG;
  }
  if (!s->value)
    return take(o, s, NULL);
  if (!*o->letters)
    return take_next(o, s, shown);
  const char *value = o->letters;
  o->letters = NULL;
  return take(o, s, value);
}

int dlw_tool_options_next(dlw_tool_options *o) {
  while (o->letters && *o->letters)
    return letter_option(o);
  while (o->at < o->argc) {
    char *word = o->argv[o->at++];
    if (o->ended || word[0] != '-' || !word[1]) {
      o->argv[o->file_count++] = word;
    } else if (!strcmp(word, "--")) {
      o->ended = true;
    } else if (word[1] == '-') {
      return long_option(o, word);
    } else {
      o->letters = word + 1;
      return letter_option(o);
    }
  }
  return DLW_OPTION_END;
}

int dlw_tool_word(const dlw_command *command, const char *option,
                  const char *word, const char *const *words) {
  char list[256] = "";
  size_t count = 0;
  for (; words[count]; count++) {
    if (!strcmp(word, words[count]))
      return (int)count;
    size_t n = strlen(list);
    snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "", words[count]);
  }
  const char *nearest = dlw_nearest(dlw_str_of(word), words, count);
  dlw_wrong_use(command, "--%s=%s: %s%s%s%s", option, word,
                nearest ? "did you mean '" : "it is one of ",
                nearest ? nearest : list, nearest ? "'?" : "", "");
  return -1;
}

bool dlw_tool_color(const dlw_tool_options *o, dlw_color *out) {
  static const char *const words[] = {"auto", "always", "never", NULL};
  int n = o->value ? dlw_tool_word(o->command, "color", o->value, words)
                   : DLW_COLOR_ALWAYS;
  if (n >= 0)
    *out = (dlw_color)n;
  return n >= 0;
}

/* Text behind a first column, in lines of at most 80 columns. */
static void put_wrapped(const char *text, size_t indent) {
  size_t at = indent;
  for (const char *p = text; *p;) {
    size_t n = strcspn(p, " ");
    if (p != text) {
      bool fits = at + 1 + n <= 79;
      printf("%s%*s", fits ? " " : "\n", fits ? 0 : (int)indent, "");
      at = fits ? at + 1 : indent;
    }
    printf("%.*s", (int)n, p);
    at += n;
    p += n;
    while (*p == ' ')
      p++;
  }
  putchar('\n');
}

static void put_option(const dlw_tool_option *s) {
  char left[64];
  int n = snprintf(
      left, sizeof left, "  %c%c%s%s%s%s%s%s", s->letter ? '-' : ' ',
      s->letter ? s->letter : ' ', s->name ? (s->letter ? ", --" : "  --") : "",
      s->name ? s->name : "",
      s->value && s->id == DLW_OPTION_COLOR_ID ? "[" : "",
      s->value ? (s->name ? "=" : " ") : "", s->value ? s->value : "",
      s->value && s->id == DLW_OPTION_COLOR_ID ? "]" : "");
  printf("%s", left);
  if (n >= 26)
    printf("\n%26s", "");
  else
    printf("%*s", 26 - n, "");
  put_wrapped(s->help, 26);
}

void dlw_print_help(const dlw_command *command) {
  printf("usage: dlweld %s %s\n\n%s\n", command->name, command->usage,
         command->text);
  for (const dlw_tool_option *s = command->options; s->id; s++)
    put_option(s);
  put_option(&help);
  if (command->more)
    printf("\n%s", command->more);
  printf("\nexit codes: 0; 1 where something cannot be read or is wrong; 2 for "
         "wrong use\n");
}
