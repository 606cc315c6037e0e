/* What the linker prints, line by line. */
#ifndef DLWELD_HOST_TRANSLATE_H
#define DLWELD_HOST_TRANSLATE_H

#include "host/run.h"
#include "support/buf.h"

/* Appends the line to `out` with the run's translations applied. */
void dlw_translate(const dlw_run *run, dlw_str line, dlw_buf *out);

#endif
