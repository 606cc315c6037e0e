#include "conform.h"
void fail(void) { dlopen("libnone.so", RTLD_NOW); }
void show(void) { say("in a: %s", error_with("libnone.so")); }
