#include "conform.h"
extern int state;
__attribute__((constructor)) static void begin(void) {
  say("opened begins, %d", state);
}
int get(void) { return state; }
