static void more(void);
#define NAME c
#define AT_BEGIN more
#include "named.h"
static void more(void) {
  opened("libb.so", RTLD_NOW);
  say("b is open in c");
}
