#include "conform.h"
#define JOIN1(a, b) a##b
#define JOIN(a, b) JOIN1(a, b)
static int zero, one = 1, ended;
static int *to_one = &one;
static void at_exit(void) { ended = one; }
__attribute__((constructor)) static void begin(void) {
  if (zero != 0 || one != 1 || to_one != &one || ended != 0) say("not new");
  atexit(at_exit);
  zero = one++;
}
__attribute__((destructor)) static void end(void) {
  if (zero != 1 || one != 3) say("lost");
  to_one = &zero;
  ended = 3;
}
#ifdef OTHER
int OTHER(void);
int OWN(void) { return OTHER() + one++; }
#else
int OWN(void) { return one++; }
#endif
