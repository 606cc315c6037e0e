/* The input that a plugin promised (extension.h: promise_input). */
#ifndef DLWELD_HOST_PROMISE_H
#define DLWELD_HOST_PROMISE_H

#include "host/run.h"

/* Makes the pipe; also anew, for a linker that is started again. */
bool dlw_promise_open(dlw_run *run);
/* Writes what the pipe takes now, and closes it after the last byte. */
void dlw_promise_send(dlw_promise *promise);
void dlw_promise_close(dlw_promise *promise);

#endif
