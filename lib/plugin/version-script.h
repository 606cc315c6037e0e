/* Version scripts, as GNU ld and lld for ELF take them by --version-script:
   which names a shared library exports. Versions themselves mean nothing here.
 */
#ifndef DLWELD_PLUGIN_VERSION_SCRIPT_H
#define DLWELD_PLUGIN_VERSION_SCRIPT_H

#include "weld/weld.h"

/* Adds the patterns of a script's `global:` and `local:` lists. False: the file
   cannot be read, or is no version script, or has extern "C++" lists, whose
   names are not mangled; reported with the line. */
bool dlw_version_script(dlw_ctx *cx, dlw_str path, dlw_list *global,
                        dlw_list *local);

#endif
