static void more(void);
#define NAME a
#define AT_BEGIN more
#include "named.h"
void *b;
static void more(void) {
  b = opened("libb.so", RTLD_NOW);
  say("b's who: %s", ((const char *(*)(void))found(b, "who"))());
}
