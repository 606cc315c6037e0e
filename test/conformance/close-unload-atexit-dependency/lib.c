#include "conform.h"
#define TEXT1(x) #x
#define TEXT(x) TEXT1(x)
static void at_exit(void) { say("%s, at exit", TEXT(NAME)); }
__attribute__((constructor)) static void begin(void) { atexit(at_exit); }
__attribute__((destructor)) static void end(void) { say("%s, destructor", TEXT(NAME)); }
