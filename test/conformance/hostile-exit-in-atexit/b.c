#define NAME b
#include "named.h"
