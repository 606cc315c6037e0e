#include "show.h"
__attribute__((constructor)) static void begin(void) { dl_iterate_phdr(show, (void *)"b begins"); }
