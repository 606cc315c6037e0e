#include "conform.h"
__attribute__((constructor)) static void late(void) { say("two"); }
__attribute__((constructor(300))) static void early(void) { say("two, 300"); }
