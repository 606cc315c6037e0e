#include "conform.h"
__attribute__((constructor)) static void plain(void) { say("b, plain"); }
__attribute__((constructor(60000))) static void late(void) { say("b, 60000"); }
