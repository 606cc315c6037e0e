#ifndef NAME
#define NAME b
#endif
#include "named.h"
