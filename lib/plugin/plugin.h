/* dlweld.so's one public symbol, and its second way in. */
#ifndef DLWELD_PLUGIN_PLUGIN_H
#define DLWELD_PLUGIN_PLUGIN_H

#include "host/plugin-api.h"

/* The entry of the linker plugin API. */
__attribute__((visibility("default"))) enum ld_plugin_status
onload(struct ld_plugin_tv *tv);

#endif
