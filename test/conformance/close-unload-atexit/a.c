#include "conform.h"
static void first(void) { say("first"); }
static void second(void) { say("second"); }
__attribute__((constructor)) static void begin(void) { atexit(first); }
__attribute__((destructor)) static void end(void) { say("destructor"); }
void more(void) { atexit(second); }
