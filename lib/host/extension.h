/* What dlweld's host offers a plugin beyond the standard plugin API
   (plugin-api.h). It is one more entry of the transfer vector, with a tag far
   from the standard ones; a plugin that does not know the tag ignores it, and
   a plugin that gets no such entry runs in some other host. */
#ifndef DLWELD_HOST_EXTENSION_H
#define DLWELD_HOST_EXTENSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/plugin-api.h"

#define LDPT_DLWELD_HOST 0x444c5744 /* tv_u.tv_string: dlw_host_extension * */

/* The finished module, before anything of it is at its place. It may be
   examined and replaced: set *data and *size to other bytes, which must live
   until the host calls cleanup. Any status but LDPS_OK fails the link, and
   the output path is left as it was. */
typedef enum ld_plugin_status dlw_finish_handler(const uint8_t **data,
                                                 size_t *size);

/* An input of the command line, named or found by -l. */
typedef struct dlw_host_input {
  const char *path;
  int kind;            /* dlw_kind of object/module.h */
  const uint8_t *data; /* mapped until the run ends */
  size_t size;
} dlw_host_input;

typedef struct dlw_host_extension {
  uint32_t version; /* 1 */

  /* The link line after response files have been expanded, from the output's
     point of view; argv[0] is the linker's name. Valid until cleanup. */
  int argc;
  const char *const *argv;
  const char *output;            /* -o, "a.out" if none */
  bool export_dynamic;           /* the last of --export-dynamic and its no */
  bool shared, pie, relocatable; /* what is made */
  bool strip_all;
  /* Values of --export, --export-if-defined. */
  const char *const *exports;
  size_t export_count;
  const char *const *exports_if_defined;
  size_t export_if_defined_count;
  const char *const *library_paths; /* -L, in order */
  size_t library_path_count;
  const char *const *undefined; /* -u */
  size_t undefined_count;
  const char *const *run_paths; /* -rpath */
  size_t run_path_count;
  const char *soname;                 /* --soname or -h; NULL: none */
  const char *const *version_scripts; /* --version-script */
  size_t version_script_count;

  /* The inputs, in order; among them libX.so for -lX where the linker would not
     look for it, which it will not find if nobody takes it. */
  const dlw_host_input *inputs;
  size_t input_count;

  /* From onload only: the plugin takes the input of that number, and neither
     the linker nor any claim_file hook gets it. */
  enum ld_plugin_status (*take_input)(size_t number);

  /* From onload only: options of linkers for ELF that mean nothing for a module
     (options.h) are passed over, and not given to the linker, which knows none
     of them. */
  enum ld_plugin_status (*accept_elf_options)(void);

  /* From onload only, and where `shared`: the linker makes a relocatable object
     (-r) instead, without those arguments that only a finished module can have.
     */
  enum ld_plugin_status (*make_relocatable)(void);

  /* Of an input handed to claim_file (by its handle): the member's name in its
     archive, or NULL for a file of its own; that archive's path, or NULL (a
     thin archive's members are files of other names); and whether the linker
     takes it only when something refers to it (archive member without
     --whole-archive, or between --start-lib and --end-lib). */
  const char *(*member_name)(const void *handle);
  const char *(*archive_path)(const void *handle);
  bool (*is_lazy)(const void *handle);

  /* Adds one argument at the end of the linker's command line. Only until
     all_symbols_read returns. */
  enum ld_plugin_status (*add_linker_argument)(const char *argument);

  /* Adds a file as --allow-undefined-file does, beside the user's own. Only
     when inputs may be added. */
  enum ld_plugin_status (*allow_undefined_file)(const char *path);

  /* Calls `handler` with the finished module. One a plugin; they are called
     in the order in which the plugins were loaded. */
  enum ld_plugin_status (*register_finish)(dlw_finish_handler *handler);

  /* Adds an archive that is loaded whole, behind the user's objects and before
     the first archive, -l or --start-lib: so its references find their
     definitions as those of objects do, and where copies of a definition are
     merged the user's counts. */
  enum ld_plugin_status (*add_whole_archive)(const char *path);

  /* Lets the linker start while the plugin still works; its start takes about
     as long as much of a plugin's work. From onload only: the linker will wait
     before the archives added by add_whole_archive until all_symbols_read has
     returned, so only then need they be complete. In turn the plugin claims no
     input and adds nothing after onload. False: not now; add as ever. */
  bool (*hold)(void);

  /* The major version of the linker's LLVM, or 0 where it does not tell; it
     takes a run of the linker. */
  unsigned (*linker_version)(void);

  /* Rewrites names in what the linker prints: wherever a line holds
     `from` + "(" + M + ")", M stands instead. So `from` is a path that the
     plugin added as an input archive, and M the member's telling name. */
  enum ld_plugin_status (*translate_input)(const char *from);
} dlw_host_extension;

#endif
