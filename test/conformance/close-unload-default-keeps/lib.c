#include "named.h"
int OWN(_own);
