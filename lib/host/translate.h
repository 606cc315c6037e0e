/* What the linker prints, line by line. */
#ifndef DLWELD_HOST_TRANSLATE_H
#define DLWELD_HOST_TRANSLATE_H

#include "host/run.h"
#include "support/buf.h"

/* Appends the line to `out` with the run's translations applied. */
void dlw_translate(const dlw_run *run, dlw_str line, dlw_buf *out);

/* The same for a file that the linker has written (a map). What cannot be read
   stays as it is. False: it cannot be written, which has been reported. */
bool dlw_translate_file(dlw_run *run, const char *path);

#endif
