/* dlclose, for whoever calls it. */
#include "dlfcn.h"
#include "runtime.h"

int dlclose(void *handle) { return __dlweld_dlclose(handle); }
