#include "shared.h"
extern "C" int use() { return step(); }
extern "C" int *address() { return &variable; }
