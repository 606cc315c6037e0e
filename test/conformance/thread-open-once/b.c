#include "thread.h"
static int ready;
extern int constructed;
__attribute__((constructor)) static void begin(void) {
  add(&constructed, 1);
  wait_a_while();
  set(&ready, 1);
}
int from_b(void) { return 10 * get(&ready); }
