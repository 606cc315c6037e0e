#include "named.h"
