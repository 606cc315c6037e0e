#include "thread.h"
extern int begun, ended;
static int ready, used;
__attribute__((constructor)) static void begin(void) {
  add(&begun, 1);
  set(&ready, 1);
}
__attribute__((destructor)) static void end(void) {
  set(&ready, 0);
  add(&ended, 1);
}
int f(void) {
  add(&used, 1);
  return get(&ready);
}
