#include "noisy.h"
#define TEXT(x) #x
#define STRING(x) TEXT(x)
static noisy first(STRING(NAME), "first"), second(STRING(NAME), "second");
extern "C" void use() { static noisy local(STRING(NAME), "local"); }
