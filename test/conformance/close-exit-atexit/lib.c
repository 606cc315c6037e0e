#include "conform.h"
#define TEXT1(x) #x
#define TEXT(x) TEXT1(x)
static void second(void) { say("%s, second", TEXT(NAME)); }
static void first(void) { say("%s, first", TEXT(NAME)); }
__attribute__((constructor)) static void begin(void) { atexit(first); }
__attribute__((destructor)) static void end(void) { say("%s, destructor", TEXT(NAME)); }
void more(void) { atexit(second); }
