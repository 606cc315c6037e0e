/* Links with -shared, which make a weldable library: what the command line says
   of it, and what the linker is to get. */
#ifndef DLWELD_PLUGIN_LIBRARY_H
#define DLWELD_PLUGIN_LIBRARY_H

#include "host/extension.h"
#include "plugin/options.h"

typedef struct dlw_library_link {
  dlw_weldable library;
  dlw_weldable_exports exports;
  dlw_segment_notes segments; /* of all inputs */
} dlw_library_link;

/* Reads the line; takes run-time archives, start files and shared libraries off
   it; and asks the host for an object (-r). From onload. */
bool dlw_library_plan(dlw_ctx *cx, const dlw_host_extension *host,
                      const dlw_options *options, bool export_all,
                      dlw_library_link *link);

/* Members of archives that nothing but -u and --export asks for, which a linker
   that makes an object takes none of: adds an object that refers to them. `w`
   knows the archives, as the program's. */
bool dlw_library_pull(dlw_weld *w, const dlw_host_extension *host,
                      ld_plugin_add_input_file add_input_file,
                      const dlw_library_link *link);

#endif
