/* Commands of objtool that walk instructions. */
#ifndef DLWELD_TEST_CODE_TOOL_H
#define DLWELD_TEST_CODE_TOOL_H

#include "support/ctx.h"

#define CODE_USAGE                                                             \
  "  code IN...                instructions of each function\n"                \
  "  code-refs IN...           what they refer to\n"                           \
  "  code-bench IN...          speed of walking\n"                             \
  "  code-truncate IN...       walks each function cut at every byte, and\n"   \
  "                            with every byte changed in three ways\n"        \
  "  opcodes                   the table of all instructions\n"

/* All inputs are walked, also after one has failed. */
bool code_command(dlw_ctx *cx, const char *command, int n, char **args);

#endif
