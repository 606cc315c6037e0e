#include "conform.h"
static int ready;
__attribute__((constructor)) static void begin(void) {
  say("deep begins");
  ready = 1;
}
int deep(void) { return ready ? 10 : 0; }
