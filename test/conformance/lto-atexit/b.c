#include "conform.h"
int at_end(void (*function)(void));
static int count;
static void by_a(void) { say("b, by a: %d", ++count); }
static void by_itself(void) { say("b, by itself: %d", ++count); }
void start(void) {
  at_end(by_a);
  atexit(by_itself);
  at_end(by_a);
}
