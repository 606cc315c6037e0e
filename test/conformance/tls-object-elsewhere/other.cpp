#include "object.h"
extern "C" int other() { return shared.number++ + plain++; }
