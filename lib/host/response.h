/* Response files: `@FILE` arguments. */
#ifndef DLWELD_HOST_RESPONSE_H
#define DLWELD_HOST_RESPONSE_H

#include "host/list.h"
#include "support/buf.h"

/* Replaces each `@FILE` by what the file holds, again and again, as wasm-ld
   does: relative names are relative to the working directory, a file that is
   not there leaves the argument as it is. `windows` chooses the quoting. Where
   wasm-ld would report an error (a file that includes itself, one that cannot
   be read) expansion stops, and the linker, which sees the argument again,
   reports it. False only when memory is exhausted. */
bool dlw_response_expand(dlw_ctx *cx, dlw_strings *arguments, bool windows);

/* Appends all of a file; false when it cannot be read. */
bool dlw_response_read(const char *path, dlw_buf *out);

/* One argument quoted so that the POSIX tokeniser gives it back. */
void dlw_response_quote(dlw_buf *out, const char *argument);

#endif
