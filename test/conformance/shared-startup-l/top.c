#include "conform.h"
extern int depth;
__attribute__((constructor)) static void begin(void) { say("top %d", depth); }
int top(void) { return depth += 1; }
