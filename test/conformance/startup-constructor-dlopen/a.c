#include "conform.h"
int state = 1;
__attribute__((constructor)) static void begin(void) {
  say("a begins");
  state = 2;
  void *h = opened("libopened.so", RTLD_NOW);
  state = 3;
  say("opened: %d", call(h, "get"));
}
