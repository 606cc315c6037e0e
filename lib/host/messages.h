/* The host's own messages, in the linker's form. */
#ifndef DLWELD_HOST_MESSAGES_H
#define DLWELD_HOST_MESSAGES_H

#include "support/buf.h"
#include "support/ctx.h"

typedef struct dlw_messages {
  dlw_str name; /* base name of argv[0], which begins each message */
  bool color;
  bool fatal_warnings; /* a warning is an error */
} dlw_messages;

/* A dlw_diag_emit; `user` is the dlw_messages. */
void dlw_messages_emit(void *user, dlw_severity severity, const char *text);

/* Whether a linker would use colours on that descriptor by itself. */
bool dlw_messages_colorful(int fd);

/* Writes all of it, as far as that is possible. */
void dlw_messages_write(int fd, const void *bytes, size_t size);

#endif
