/* Commands of objtool that lift shared modules. */
#ifndef DLWELD_TEST_LIFT_TOOL_H
#define DLWELD_TEST_LIFT_TOOL_H

#include "support/ctx.h"

#define LIFT_USAGE                                                             \
  "  lift IN OUT [pic]         shared module to object\n"                      \
  "  lift-check IN...          lifts, and checks the results\n"               \
  "  lift-hex IN...            the same of files as hex.c describes them\n"    \
  "  lift-truncate IN          lifts IN cut at every length, and with every\n" \
  "                            byte changed in three ways\n"                   \
  "  lift-bench IN...          speed of lifting\n"                             \
  "  dylink IN                 its dylink.0 section\n"

/* All inputs are taken, also after one has failed. */
bool lift_command(dlw_ctx *cx, const char *command, int n, char **args);

#endif
