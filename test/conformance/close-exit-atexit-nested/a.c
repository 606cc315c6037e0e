#include "conform.h"
static void third(void) { say("a, third"); }
static void second(void) {
  say("a, second");
  atexit(third);
}
static void first(void) {
  say("a, first");
  atexit(second);
}
void begin(void) { atexit(first); }
