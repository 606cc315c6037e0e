/* dlsym, as the program calls it. */
#include "dlfcn.h"
#include "runtime.h"

void *dlsym(void *restrict handle, const char *restrict name) {
  return __dlweld_dlsym(DLW_PROGRAM, handle, name);
}
