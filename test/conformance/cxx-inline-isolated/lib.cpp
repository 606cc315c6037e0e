#include "shared.h"
extern "C" int use() { return step(); }
