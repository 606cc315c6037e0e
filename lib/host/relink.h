/* The real linker's command line. */
#ifndef DLWELD_HOST_RELINK_H
#define DLWELD_HOST_RELINK_H

#include "host/run.h"

/* What is left of the command line for a linker that knows no plugins: as it
   came, without the options that are ours. For links that need no host. */
bool dlw_relink_plain(dlw_run *run, const char ***argv);

/* The line for the link of this run: claimed inputs taken out, what plugins
   added put in, the output into the pipe. `soname`: with the --soname that
   keeps the pipe's name out of the module. NULL-terminated. */
bool dlw_relink(dlw_run *run, bool soname, const char ***argv);

#endif
