#include "conform.h"
int at_end(void (*function)(void));
static void by_itself(void) { say("c"); }
void start(void) { atexit(by_itself); }
