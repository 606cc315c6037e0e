#define QUIET
#include "named.h"
__attribute__((constructor)) static void begin(void) { say("%s begins", who()); }
