static void end(void);
#define NAME a
#define AT_END end
#include "named.h"
static void end(void) {
  void *b = opened("libb.so", RTLD_NOW);
  say("a opened %s", ((const char *(*)(void))found(b, "who"))());
}
