/* dlvsym, as the program calls it. */
#include "dlfcn.h"
#include "runtime.h"

void *dlvsym(void *restrict handle, const char *restrict name,
             const char *restrict version) {
  return __dlweld_dlvsym(DLW_PROGRAM, handle, name, version);
}
