static void begin(void);
#define NAME a
#define AT_BEGIN begin
#include "named.h"
static void begin(void) {
  void *b = opened("libb.so", RTLD_NOW);
  say("closing b: %d", dlclose(b));
  void *a = opened("liba.so", RTLD_NOW);
  say("closing a: %d", dlclose(a));
}
