#include "object/layout.h"
