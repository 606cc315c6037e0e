#include "conform.h"
__attribute__((destructor)) static void plain(void) { say("two, plain"); }
__attribute__((destructor(200))) static void early(void) { say("two, 200"); }
__attribute__((destructor(101))) static void first(void) { say("two, 101"); }
