#define NAME a
#include "named.h"
int f(void) { return 1; }
