#include "conform.h"
#define HIDDEN __attribute__((visibility("hidden")))
void register_function(void *);
HIDDEN int datum_of_none;
HIDDEN void of_none(void) { datum_of_none++; }
__attribute__((constructor)) static void begin(void) {
  say("none begins");
  register_function((void *)of_none);
}
__attribute__((destructor)) static void end(void) { say("none ends"); }
