#define QUIET
#include "named.h"
int shared = 5;
int OWN(_data) = 6;
int OWN(_function)(void) { return 7; }
