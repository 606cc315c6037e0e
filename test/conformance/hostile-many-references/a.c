#define NAME a
#include "named.h"
