#define QUIET
#define NAME a
#include "named.h"
__attribute__((constructor)) static void begin(void) { say("a begins"); }
