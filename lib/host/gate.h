/* Holding the linker at its first input from a plugin (extension.h: hold). */
#ifndef DLWELD_HOST_GATE_H
#define DLWELD_HOST_GATE_H

#include "host/run.h"

bool dlw_gate_open(dlw_run *run);
/* Lets the linker pass. */
bool dlw_gate_lift(dlw_run *run);
/* Gives up what is left of it; safe at any time. */
void dlw_gate_close(dlw_run *run);

#endif
