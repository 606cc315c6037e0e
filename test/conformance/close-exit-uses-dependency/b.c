#include "conform.h"
static int counter;
int count(void) { return ++counter; }
__attribute__((destructor)) static void end(void) { say("b ends, %d", counter); }
