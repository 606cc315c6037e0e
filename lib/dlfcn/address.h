/* What addresses tell about libraries, and libraries about addresses: for
   dladdr, dlinfo and dl_iterate_phdr. */
#ifndef DLWELD_DLFCN_ADDRESS_H
#define DLWELD_DLFCN_ADDRESS_H

#include "key.h"
#include "link.h"

/* A piece of memory that holds a library's data. */
typedef struct dlw_range {
  uintptr_t start, end;
  uint32_t kind; /* DLW_RANGE_*; thread-local: the calling thread's */
} dlw_range;

/* Range number `i` of a library. */
dlw_range __dlweld_range(const dlw_index_library *library, uint32_t i);

/* Where the static data of the program and of all libraries lie in memory; both
   0 where the linker does not tell. */
void __dlweld_static_data(uintptr_t *start, uintptr_t *end);

/* The program headers of a library: a PT_LOAD for each piece of memory that is
   its own, from low to high, and a PT_TLS. */
#define DLW_HEADER_ROOM 16u
typedef struct dlw_headers {
  uint32_t count;
  ElfW(Phdr) at[DLW_HEADER_ROOM];
} dlw_headers;

void __dlweld_headers(uint32_t number, dlw_headers *headers);

/* The number that a library's thread-local variables go by, and the calling
   thread's; 0 and NULL if it has none. */
size_t __dlweld_tls_module(uint32_t number, void **block);

/* Whether something of that size can be stored there without a trap. */
static inline bool dlw_writable(const void *place, size_t size) {
  return place != NULL && dlw_readable(place) &&
         dlw_readable((const char *)place + size - 1);
}

/* --- What the public functions are. --- */

int __dlweld_dladdr1(const void *address, Dl_info *info, void **extra,
                     int what);
int __dlweld_dlinfo(void *handle, int what, void *answer);
int __dlweld_iterate_phdr(int (*function)(struct dl_phdr_info *, size_t,
                                          void *),
                          void *data);

#endif
