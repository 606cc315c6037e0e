#include "conform.h"
__attribute__((constructor)) static void begin(void) {
  say("before: %s", error());
  dlopen("libnone.so", RTLD_NOW);
}
