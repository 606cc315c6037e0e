/* Options of a command: one table says what there is, how it is read and what
   --help prints.

   As with GNU's tools: options may stand behind files, `--` ends them, letters
   may be run together (-Cu), values stand behind `=` or in the next argument
   (of letters: or right behind). */
#ifndef DLWELD_TOOLS_OPTIONS_H
#define DLWELD_TOOLS_OPTIONS_H

#include "print.h"

typedef struct dlw_tool_option {
  int id;            /* what dlw_tool_options_next returns: 1 or more */
  char letter;       /* or 0 */
  const char *name;  /* without "--", or NULL */
  const char *value; /* what it is called, "GLOB"; NULL: it takes none */
  const char *help;  /* a sentence or two, without a full stop */
} dlw_tool_option;

typedef struct dlw_command {
  const char *name;    /* "ls" */
  const char *summary; /* one line, for the list of commands */
  const char *usage;   /* behind "dlweld NAME ": "[OPTION]... FILE..." */
  const char *text;    /* paragraphs that say what it does, lines as printed */
  const char *more;    /* the same behind the options, or NULL */
  const dlw_tool_option *options; /* ends with id 0; --help is added */
} dlw_command;

/* Ids that all commands have. */
enum {
  DLW_OPTION_END = 0,    /* no more options: the files are known */
  DLW_OPTION_WRONG = -1, /* reported: return 2 */
  DLW_OPTION_HELP = -2,  /* has been printed: return 0 */
};

typedef struct dlw_tool_options {
  const dlw_command *command;
  int argc;
  char **argv; /* what stands behind the command; files move to its front */
  int at;      /* the next argument */
  const char *letters; /* those left of an argument */
  bool ended;          /* by -- */
  const char *value;   /* of the option just read, or NULL */
  int file_count;      /* files are argv[0] up to argv[file_count - 1] */
} dlw_tool_options;

dlw_tool_options dlw_tool_options_of(const dlw_command *command, int argc,
                                     char **argv);
/* The next option's id, or one of the above. */
int dlw_tool_options_next(dlw_tool_options *o);

/* Reports wrong use and how to learn more; returns 2. */
int dlw_wrong_use(const dlw_command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The number of `word` among `words` (ends with NULL), or -1: reported, as the
   value of that option. */
int dlw_tool_word(const dlw_command *command, const char *option,
                  const char *word, const char *const *words);

/* --color[=WHEN], which several commands have: a value may be left out. */
#define DLW_OPTION_COLOR                                                       \
  {DLW_OPTION_COLOR_ID, 0, "color", "WHEN",                                    \
   "auto (default: on a terminal, unless NO_COLOR is set), always (also "      \
   "without WHEN) or never"}
enum { DLW_OPTION_COLOR_ID = 1000 };
/* False: reported. */
bool dlw_tool_color(const dlw_tool_options *o, dlw_color *out);

/* The help of a command, and options in two columns. */
void dlw_print_help(const dlw_command *command);

#endif
