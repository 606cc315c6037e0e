#define NAME b
#include "named.h"
int in_b = 10;
