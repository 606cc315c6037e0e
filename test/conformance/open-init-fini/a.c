#include "conform.h"
int state = 1;
void _init(void) { state = 2; }
void _fini(void) { say("_fini"); }
