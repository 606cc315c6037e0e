#define QUIET
#include "named.h"
__attribute__((constructor)) static void begin(void) {
  say("%s begins", who());
  void *other = dlopen("lib" NAMED_TEXT(OTHER) ".so", RTLD_NOW);
  say("%s has the other: %s", who(), yes(other != NULL));
  say("it is %s", ((const char *(*)(void))found(other, "who"))());
}
