#include "conform.h"
int depth = 40;
__attribute__((constructor)) static void begin(void) { say("deep"), depth++; }
