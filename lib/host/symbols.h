/* Symbol resolution, as far as plugins need to know it. */
#ifndef DLWELD_HOST_SYMBOLS_H
#define DLWELD_HOST_SYMBOLS_H

#include "host/run.h"

/* Fills in the resolutions of a claimed input's symbols, for the get_symbols
   function of that version (1, 2 or 3). */
enum ld_plugin_status dlw_symbols_get(dlw_run *run, dlw_input *input,
                                      int count, struct ld_plugin_symbol *out,
                                      int version);

#endif
