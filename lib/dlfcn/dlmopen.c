/* dlmopen, as the program calls it. */
#include "dlfcn.h"
#include "runtime.h"

void *dlmopen(Lmid_t space, const char *name, int mode) {
  return __dlweld_dlmopen(DLW_PROGRAM, space, name, mode);
}
