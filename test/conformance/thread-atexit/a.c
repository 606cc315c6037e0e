#define NAME a
#include "named.h"
#ifdef CONFORM_FREESTANDING
int atexit(void (*function)(void));
#endif
static int count;
static void at_exit(void) { say("a's, %d left", --count); }
void more(void) {
  count++;
  atexit(at_exit);
}
