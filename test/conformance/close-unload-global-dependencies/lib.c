#define QUIET
#include "named.h"
int OWN(_own);
