static void begin(void), end(void);
#define NAME a
#define AT_BEGIN begin
#define AT_END end
#include "named.h"
static void *b;
static void begin(void) { b = opened("libb.so", RTLD_NOW); }
static void end(void) { say("a closes b: %d", dlclose(b)); }
