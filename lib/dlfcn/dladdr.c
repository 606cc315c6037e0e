/* dladdr, for whoever calls it. */
#include "address.h"

int dladdr(const void *address, Dl_info *info) {
  return __dlweld_dladdr1(address, info, NULL, 0);
}
