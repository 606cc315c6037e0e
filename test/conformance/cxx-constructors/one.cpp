#include "noisy.h"
static noisy first("one, first");
__attribute__((init_priority(300))) static noisy early("one, 300");
noisy second("one, second");
__attribute__((constructor)) static void begin() { say("one, function"); }
