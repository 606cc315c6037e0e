/* The state of one run, shared by the phases of host.c. Each part belongs to
   the file named beside it. */
#ifndef DLWELD_HOST_RUN_H
#define DLWELD_HOST_RUN_H

#include "host/cmdline.h"
#include "host/host.h"
#include "host/messages.h"
#include "object/archive.h"

typedef struct dlw_plugin {
  const char *path; /* as given; NULL: the request's own */
  void *library;    /* from dlopen */
  ld_plugin_onload onload;
  dlw_strings options;
  ld_plugin_claim_file_handler claim;
  ld_plugin_claim_file_handler_v2 claim_v2;
  ld_plugin_all_symbols_read_handler all_symbols_read;
  ld_plugin_cleanup_handler cleanup;
  dlw_finish_handler *finish;
} dlw_plugin;

/* A file that was mapped: an object, or an archive with its members. */
typedef struct dlw_source {
  const char *path;
  dlw_bytes data;
  int fd; /* open while its inputs are offered, else -1 */
  dlw_kind kind;
  dlw_archive archive; /* of archives */
} dlw_source;

/* An input of the link: a file, or a member of an archive. Plugins know it by
   its address. */
typedef struct dlw_input {
  dlw_source *source;  /* of a thin archive's member: the member's own file */
  const char *member;  /* name in its archive, or NULL */
  dlw_bytes data;
  uint64_t offset;     /* of data in the source */
  bool lazy;           /* linked only when something refers to it */
  uint32_t argument;   /* it came from */
  uint32_t member_number;
  dlw_plugin *claimed; /* by whom, or NULL */
  struct ld_plugin_symbol *symbols; /* what the plugin said of it; ours */
  int symbol_count;
  int fd;              /* from get_input_file, else -1 */
} dlw_input;

/* What the argument of that number (an input or a library) has become. */
typedef struct dlw_resolved {
  dlw_source *source; /* NULL: left to the linker */
  bool whole_archive, in_library; /* where it stands */
  bool unknown; /* the linker would not find it: libX.so for -lX */
  bool taken;   /* by a plugin: the linker does not get it */
  uint32_t first_input, input_count;
} dlw_resolved;

/* `from` in the linker's output is printed as `to`; `to` NULL: `from(M)` is
   printed as M. */
typedef struct dlw_translation {
  dlw_str from, to;
} dlw_translation;

/* Where the linker waits for plugins; gate.c. */
typedef struct dlw_gate {
  const char *path; /* of the input it waits at, or NULL: it does not wait */
  int read, write;  /* the pipe's ends, or -1 */
} dlw_gate;

typedef struct dlw_run {
  dlw_ctx cx;
  dlw_ctx quiet; /* for what the linker is to report */
  const dlw_host_request *request;
  dlw_messages messages;
  dlw_cmdline line;
  const char *name;   /* argv[0], never NULL */
  const char *linker; /* the real one */

  /* plugins.c */
  dlw_plugin *plugins;
  uint32_t plugin_count;
  dlw_plugin *current; /* whose hook is running */
  dlw_host_extension extension;
  bool failed;   /* a plugin reported an error */
  bool fixed;    /* the command line is made: nothing can be added */
  bool elf_options; /* a plugin wants DLW_OPT_ELF passed over */
  bool relocatable; /* a plugin wants an object (-r) of a -shared line */
  bool cleaned;  /* cleanup hooks have been called */
  /* Added by plugins. */
  dlw_strings files, archives, libraries, library_paths, extra,
      undefined_files;
  dlw_gate gate;

  /* inputs.c */
  dlw_resolved *resolved; /* [line.count] */
  dlw_host_input *found;  /* for plugins: the arguments with a source */
  uint32_t *found_at;     /* their numbers */
  uint32_t found_count;
  dlw_input **inputs;
  uint32_t input_count, input_capacity;
  struct dlw_resolution *resolution; /* symbols.c; NULL until asked for */

  /* relink.c, child.c */
  dlw_translation *translations;
  uint32_t translation_count, translation_capacity;

  /* output.c */
  int output_read, output_write; /* the pipe's ends, or -1 */
  dlw_replacement module; /* on its way to its place */
  const char *output_path;       /* for the linker */
  const char *directory;         /* private, with a link of the output's name */
} dlw_run;

/* Adds a translation; strings must outlive the run. */
bool dlw_run_translate(dlw_run *run, dlw_str from, dlw_str to);

#endif
