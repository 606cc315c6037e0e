#define QUIET
#include "named.h"
