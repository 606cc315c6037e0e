#include "conform.h"
#define TEXT(x) #x
#define NAME(x) TEXT(x)
static void at_exit(void) { say("atexit %s", NAME(WHO)); }
__attribute__((constructor)) static void begin(void) {
  say("begin %s", NAME(WHO));
  atexit(at_exit);
}
__attribute__((destructor)) static void end(void) { say("end %s", NAME(WHO)); }
