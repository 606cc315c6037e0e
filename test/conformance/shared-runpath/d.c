#include "conform.h"
__attribute__((constructor)) static void begin(void) { say("d begins"); }
int d(void) { return 3; }
