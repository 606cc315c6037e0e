/* Hosts linker plugins in front of a wasm-ld that knows none: reads its
   command line, gives each input to the plugins, runs the real linker on what
   results, lets the plugins see the finished module, and publishes it. */
#ifndef DLWELD_HOST_HOST_H
#define DLWELD_HOST_HOST_H

#include "host/extension.h"

/* Set for plugins and for the real linker. A process that starts with it and is
   about to look for the real linker has been taken for it. */
#define DLW_HOST_VARIABLE "DLWELD_HOST"

typedef struct dlw_host_request {
  /* The command line as the process got it; argv[0] decides what messages
     begin with. Strings must outlive the run. */
  int argc;
  const char *const *argv;

  /* The real linker; NULL: it is looked for (see find.h). */
  const char *linker;

  /* A plugin that is there already, for one that was loaded into the linker
     itself: its onload is called before --plugin ones are loaded. `options`
     is what LDPT_OPTION gives it. `library` is the file it was loaded from:
     `-mllvm -load=` arguments that name this file are left out of the real
     linker's command line, which otherwise is the same. */
  ld_plugin_onload plugin;
  const char *library;
  const char *const *options;
  size_t option_count;
} dlw_host_request;

/* Runs one link and returns its exit code. Where no plugin is asked for the
   process becomes the real linker, and this returns only if that fails. Not
   re-entrant (the plugin API has no room for a context). Flushes stdio; does
   not exit, so that a caller inside another program may use _exit. */
int dlw_host_run(const dlw_host_request *request);

/* Whether this process is the real linker of such a run, or a run itself. */
bool dlw_host_is_child(void);

#endif
