#include "noisy.h"
static noisy first("dependency");
