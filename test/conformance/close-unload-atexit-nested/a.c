#include "conform.h"
static void third(void) { say("third"); }
static void second(void) {
  say("second");
  atexit(third);
}
static void first(void) {
  say("first");
  atexit(second);
}
void begin(void) { atexit(first); }
__attribute__((destructor)) static void end(void) {
  say("destructor");
  atexit(third);
}
