/* Archives without the members that plugins have claimed. */
#ifndef DLWELD_HOST_REWRITE_H
#define DLWELD_HOST_REWRITE_H

#include "host/run.h"

/* An archive in memory of the members that nobody has claimed, as a path for
   the linker; messages that name it will name the original. NULL: failed,
   reported. */
const char *dlw_rewrite_archive(dlw_run *run, const dlw_resolved *resolved);

#endif
