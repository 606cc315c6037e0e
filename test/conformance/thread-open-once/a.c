#include "thread.h"
int from_b(void);
int ready;
extern int constructed;
__attribute__((constructor)) static void begin(void) {
  add(&constructed, from_b());
  wait_a_while();
  set(&ready, 1);
}
int f(void) { return get(&ready); }
