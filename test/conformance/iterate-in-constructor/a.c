#include "show.h"
__attribute__((constructor)) static void begin(void) { dl_iterate_phdr(show, (void *)"a begins"); }
__attribute__((destructor)) static void end(void) { dl_iterate_phdr(show, (void *)"a ends"); }
