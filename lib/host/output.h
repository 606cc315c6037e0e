/* The way of the linked module: from the linker to us, and to its place. */
#ifndef DLWELD_HOST_OUTPUT_H
#define DLWELD_HOST_OUTPUT_H

#include "host/run.h"

/* Fails early where the output cannot be put, with the linker's message. */
bool dlw_output_check(dlw_run *run);
/* Makes the pipe that the linker writes to, and the path it knows it by.
   `named`: the last part of that path must be the output's own. */
bool dlw_output_open(dlw_run *run, bool named);
/* After the first bytes: from here on the pipe ends when the linker has
   written all, not only when it has ended. */
void dlw_output_begun(dlw_run *run);
/* Writes the module, but not yet to the output's path; `data` must live until
   it is published. */
bool dlw_output_write(dlw_run *run, const uint8_t *data, size_t size);
/* Puts what was written at the output's path, all or nothing. */
bool dlw_output_publish(dlw_run *run);
/* Gives up the pipe, and removes what may be in the file system of it. Safe
   to call at any time. */
void dlw_output_close(dlw_run *run);

#endif
