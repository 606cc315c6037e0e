#define QUIET
#include "named.h"
int in_b = 2;
