#define NAME a
#include "named.h"
#include "thread.h"
extern int begun;
__attribute__((constructor)) static void begin(void) {
  set(&begun, 1);
  wait_a_while();
  opened("libd.so", RTLD_NOW);
  wait_a_while();
  say("a has begun");
}
