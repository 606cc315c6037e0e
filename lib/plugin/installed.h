/* Where dlweld is installed. */
#ifndef DLWELD_PLUGIN_INSTALLED_H
#define DLWELD_PLUGIN_INSTALLED_H

#include "support/ctx.h"

/* The file of that path ("lib/dlweld-pass.so") in the tree that we belong to,
   as lib/dlweld.so or bin/dlweld; whether there is one is not looked at.
   {NULL,0}: no memory, or it cannot be told. */
dlw_str dlw_installed_file(dlw_ctx *cx, const char *path);

#endif
