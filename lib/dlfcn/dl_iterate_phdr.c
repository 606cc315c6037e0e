/* dl_iterate_phdr, for whoever calls it. */
#include "address.h"

int dl_iterate_phdr(int (*function)(struct dl_phdr_info *, size_t, void *),
                    void *data) {
  return __dlweld_iterate_phdr(function, data);
}
