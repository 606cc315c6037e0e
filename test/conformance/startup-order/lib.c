#include "conform.h"
#define TEXT(x) #x
#define NAME(x) TEXT(x)
__attribute__((constructor)) static void begin(void) {
  say("constructor of %s", NAME(WHO));
}
