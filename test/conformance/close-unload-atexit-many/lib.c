#define QUIET
#include "named.h"
static int left, shown;
static void at_exit(void) {
  left--;
  if (left % 25 == 0) say("%s, %d left", who(), left);
}
static void last(void) { say("%s, last of %d", who(), left); }
void more(void) {
  atexit(left++ == 0 ? last : at_exit);
}
