static void more(void);
#define NAME c
#define AT_BEGIN more
#include "named.h"
static void more(void) {
  opened("libd.so", RTLD_NOW);
  say("d is open in c");
}
