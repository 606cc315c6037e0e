/* dlinfo, for whoever calls it. */
#include "address.h"

int dlinfo(void *restrict handle, int what, void *restrict answer) {
  return __dlweld_dlinfo(handle, what, answer);
}
