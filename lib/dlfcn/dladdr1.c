/* dladdr1, for whoever calls it. */
#include "address.h"

int dladdr1(const void *address, Dl_info *info, void **extra, int what) {
  return __dlweld_dladdr1(address, info, extra, what);
}
