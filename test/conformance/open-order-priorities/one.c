#include "conform.h"
__attribute__((constructor)) static void plain(void) { say("one, plain"); }
__attribute__((constructor(65000))) static void late(void) { say("one, 65000"); }
__attribute__((constructor(200))) static void early(void) { say("one, 200"); }
__attribute__((constructor(300))) static void middle(void) { say("one, 300"); }
