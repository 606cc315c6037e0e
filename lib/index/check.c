#include "index/check.h"
