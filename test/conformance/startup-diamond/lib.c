#include "conform.h"
#define TEXT(x) #x
#define NAME(x) TEXT(x)
__attribute__((constructor)) static void begin(void) {
  say("begin %s", NAME(WHO));
}
__attribute__((destructor)) static void end(void) { say("end %s", NAME(WHO)); }
