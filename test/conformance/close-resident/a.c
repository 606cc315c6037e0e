static int more_state = 3;
#define NAME a
#include "named.h"
int state = 1;
int next(void) { return ++state + ++more_state; }
