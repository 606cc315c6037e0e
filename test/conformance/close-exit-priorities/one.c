#include "conform.h"
__attribute__((destructor)) static void plain(void) { say("one, plain"); }
__attribute__((destructor(65000))) static void late(void) { say("one, 65000"); }
__attribute__((destructor(200))) static void early(void) { say("one, 200"); }
