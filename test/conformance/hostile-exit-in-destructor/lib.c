static void leave(void);
#include "named.h"
static __attribute__((unused)) void leave(void) { exit(7); }
