#include "conform.h"
int count(void);
__attribute__((constructor)) static void begin(void) { say("a begins, %d", count()); }
__attribute__((destructor)) static void end(void) {
  say("a ends, %d", count());
  void *b = dlopen("libb.so", RTLD_NOW);
  say("b: %s, %d", yes(b != NULL), call(b, "count"));
}
