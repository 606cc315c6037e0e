#include "conform.h"
__attribute__((constructor(200))) static void early(void) { say("one, 200"); }
__attribute__((constructor)) static void late(void) { say("one"); }
__attribute__((constructor(101))) static void first(void) { say("one, 101"); }
