#include "noisy.h"
static noisy first("two, first");
__attribute__((init_priority(200))) static noisy early("two, 200");
__attribute__((constructor(250))) static void begin() { say("two, 250"); }
