static void begin(void);
#define NAME a
#define AT_BEGIN begin
#include "named.h"
static void begin(void) {
  void *own = opened("liba.so", RTLD_NOW);
  for (int i = 0; i < 4; i++) {
    int closed = dlclose(own);
    say("close: %s, %s", yes(closed == 0), error());
  }
  say("a has begun");
}
