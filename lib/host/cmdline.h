/* wasm-ld's command line, read as wasm-ld reads it. */
#ifndef DLWELD_HOST_CMDLINE_H
#define DLWELD_HOST_CMDLINE_H

#include "host/list.h"

/* The options that mean something to the host; all others are OTHER. */
typedef enum dlw_option {
  DLW_OPT_INPUT, /* no option: a file */
  DLW_OPT_UNKNOWN,
  DLW_OPT_OTHER,
  DLW_OPT_ALLOW_UNDEFINED_FILE,
  DLW_OPT_BDYNAMIC,
  DLW_OPT_BSTATIC,
  DLW_OPT_COLOR,    /* value NULL: always */
  DLW_OPT_NO_COLOR,
  DLW_OPT_END_LIB,
  DLW_OPT_ELF, /* of linkers for ELF: says nothing about a module */
  DLW_OPT_ENTRY,
  DLW_OPT_EXPORT,
  DLW_OPT_EXPORT_DYNAMIC,
  DLW_OPT_EXPORT_IF_DEFINED,
  DLW_OPT_FATAL_WARNINGS,
  DLW_OPT_FINAL, /* about a finished module, which an object is not */
  DLW_OPT_HELP,
  DLW_OPT_LIBRARY,
  DLW_OPT_LIBRARY_PATH,
  DLW_OPT_MLLVM,
  DLW_OPT_NO_ENTRY,
  DLW_OPT_NO_EXPORT_DYNAMIC,
  DLW_OPT_NO_FATAL_WARNINGS,
  DLW_OPT_NO_PIE,
  DLW_OPT_NO_WHOLE_ARCHIVE,
  DLW_OPT_OUTPUT,
  DLW_OPT_PIE,
  DLW_OPT_PLUGIN,
  DLW_OPT_PLUGIN_OPT,
  DLW_OPT_RECORD, /* a file in which the linker writes down what it did */
  DLW_OPT_RELOCATABLE,
  DLW_OPT_REPRODUCE,
  DLW_OPT_RPATH,
  DLW_OPT_RSP_QUOTING,
  DLW_OPT_SAVE_TEMPS,
  DLW_OPT_SHARED,
  DLW_OPT_SHOW_VERSION, /* then link; old linkers do not */
  DLW_OPT_SONAME,
  DLW_OPT_START_LIB,
  DLW_OPT_STRIP_ALL,
  DLW_OPT_UNDEFINED,
  DLW_OPT_VERSION,
  DLW_OPT_VERSION_SCRIPT,
  DLW_OPT_WHOLE_ARCHIVE,
  DLW_OPT_WRAP,
  DLW_OPT_Z,
} dlw_option;

typedef struct dlw_argument {
  dlw_option option;
  const char *value; /* NULL where the option takes none */
  uint32_t first;    /* of its elements of argv */
  uint32_t count;    /* 1, or 2 where the value is an element of its own */
} dlw_argument;

typedef struct dlw_cmdline {
  /* argv[0], then the arguments with response files expanded, without a
     leading `-flavor NAME`. */
  const char **argv;
  uint32_t argc;
  const char *flavor; /* of a leading -flavor, or NULL */
  dlw_argument *arguments;
  uint32_t count;

  /* What they say, the last of several. */
  const char *output; /* NULL: no -o */
  bool shared, pie, relocatable, export_dynamic, strip_all;
  const char *soname; /* NULL: none */
  bool has_soname, save_temps, reproduce, fatal_warnings;
  bool shows_version;
  bool information; /* --help or --version, for which nothing is linked */
  dlw_option color; /* COLOR, NO_COLOR, or OTHER for automatic */
  const char *entry; /* NULL: none */
  dlw_strings exports, exports_if_defined, undefined, library_paths, wraps,
      run_paths, version_scripts;
  bool has_plugin;
} dlw_cmdline;

/* Whether the arguments can ask for a plugin at all: a quick look that spares
   a plain link everything else. */
bool dlw_cmdline_may_plug(int argc, const char *const *argv);

/* Reads a command line (strings are kept, not copied). False only when memory
   is exhausted: faults of the line are the linker's to report. */
bool dlw_cmdline_read(dlw_ctx *cx, int argc, const char *const *argv,
                      dlw_cmdline *out);

#endif
