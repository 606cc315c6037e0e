/* dlopen, as the program calls it. */
#include "dlfcn.h"
#include "runtime.h"

void *dlopen(const char *name, int mode) {
  return __dlweld_dlopen(DLW_PROGRAM, name, mode);
}
