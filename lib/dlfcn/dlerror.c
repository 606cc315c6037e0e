/* dlerror, for whoever calls it. */
#include "dlfcn.h"
#include "runtime.h"

char *dlerror(void) { return __dlweld_dlerror(); }
