#include "named.h"
int OWN(_state) = 1;
