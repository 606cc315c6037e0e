/* The commands of `dlweld` that have a file of their own. `argv` is what
   stands behind the command; they return the exit code: 0, 1 for an error that
   has been reported, 2 for wrong use. */
#ifndef DLWELD_TOOLS_H
#define DLWELD_TOOLS_H

int dlw_tool_ls(int argc, char **argv);
int dlw_tool_map(int argc, char **argv);

#endif
