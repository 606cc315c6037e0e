#define NAME d
#include "named.h"
static int counter;
int count(void) { return ++counter; }
