/* The linker's side of the plugin interface. */
#ifndef DLWELD_HOST_PLUGINS_H
#define DLWELD_HOST_PLUGINS_H

#include "host/run.h"

/* Loads the plugins of the command line and calls each one's onload. */
bool dlw_plugins_load(dlw_run *run);
/* Whether any plugin wants to see inputs. */
bool dlw_plugins_claim(const dlw_run *run);
/* Offers an input to one plugin after the other until one claims it. `fd` is
   open on its file. */
bool dlw_plugins_offer(dlw_run *run, dlw_input *input, int fd);
bool dlw_plugins_all_symbols_read(dlw_run *run);
/* Whether some plugin is to see the finished module. */
bool dlw_plugins_want_module(const dlw_run *run);
/* Lets the finish handlers see, and change, the finished module. */
bool dlw_plugins_finish(dlw_run *run, const uint8_t **data, size_t *size);
/* Calls the cleanup hooks, once. */
void dlw_plugins_cleanup(dlw_run *run);

#endif
