#include "conform.h"
__attribute__((constructor)) static void begin(void) { say("constructor"); }
__attribute__((destructor)) static void end(void) { say("destructor"); }
int number = 5;
int get(void) { return number; }
