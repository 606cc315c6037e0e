#include "object.h"
extern "C" int user() { return shared.number++ * 100 + plain++; }
