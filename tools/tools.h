/* The commands of `dlweld`. `argv` is what stands behind the command; they
   return the exit code, which means the same for all:

     0  fine
     1  a file cannot be read or is damaged, a check found something, or output
        cannot be written; the rest has been done all the same
     2  wrong use: nothing has been done */
#ifndef DLWELD_TOOLS_H
#define DLWELD_TOOLS_H

#include "options.h"

int dlw_tool_ls(int argc, char **argv);
int dlw_tool_nm(int argc, char **argv);
int dlw_tool_verify(int argc, char **argv);
int dlw_tool_config(int argc, char **argv);
int dlw_tool_map(int argc, char **argv);

/* What the list of commands says of them. */
extern const dlw_command dlw_command_ls, dlw_command_nm, dlw_command_verify,
    dlw_command_config, dlw_command_map;

#endif
