/* The real linker as a process. */
#ifndef DLWELD_HOST_CHILD_H
#define DLWELD_HOST_CHILD_H

#include "host/run.h"
#include "support/buf.h"

/* A running linker. */
typedef struct dlw_child dlw_child;

/* Starts it. NULL: reported. */
dlw_child *dlw_child_start(dlw_run *run, const char **argv);

/* Passes on what it prints until its module is there, taken from the output's
   pipe, or it has ended. */
bool dlw_child_module(dlw_run *run, dlw_child *child, dlw_buf *module);

/* Passes on what it prints until it has ended. `*status` is its exit code (1 if
   a signal ended it, which is reported; an interrupting signal is `*signal`,
   else 0). `*no_soname`: it is so old that it does not know --soname; then
   nothing was printed. */
bool dlw_child_finish(dlw_run *run, dlw_child *child, int *status, int *signal,
                      bool *no_soname);

/* Ends a linker whose work is not wanted any more, with all it has printed. */
void dlw_child_abandon(dlw_child *child);

/* Replaces this process by the program; returns only if that fails. */
void dlw_child_become(dlw_run *run, const char **argv);

#endif
