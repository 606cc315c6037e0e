#include "conform.h"
__attribute__((constructor)) static void begin(void) { say("none begins"); }
