#define NAME b
#include "named.h"
static int ran;
int count = 5;
static void at_exit(void) { ran++; }
static int accepted;
static void first(void) {
  say("all that were accepted ran: %s", yes(ran == accepted));
}
void accept(void) {
  if (atexit(first)) say("not even one");
  for (int i = 0; i < 1000; i++) accepted += atexit(at_exit) == 0;
}
