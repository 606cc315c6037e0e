#include "conform.h"
__attribute__((constructor(101))) static void first(void) { say("a, 101"); }
