#include "conform.h"
int calls;
int next(void) { return ++calls; }
__attribute__((constructor)) static void begin(void) { say("begins"); }
__attribute__((destructor)) static void end(void) { say("ends, %d", calls); }
__attribute__((destructor(200))) static void end_200(void) { say("ends, 200"); }
__attribute__((destructor(300))) static void end_300(void) { say("ends, 300"); }
