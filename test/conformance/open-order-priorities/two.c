#include "conform.h"
__attribute__((constructor)) static void plain(void) { say("two, plain"); }
__attribute__((constructor(200))) static void early(void) { say("two, 200"); }
__attribute__((constructor(101))) static void first(void) { say("two, 101"); }
__attribute__((constructor(300))) static void middle(void) { say("two, 300"); }
