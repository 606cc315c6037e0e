static void more(void);
#define NAME b
#define AT_BEGIN more
#include "named.h"
static void more(void) {
  void *a = dlopen("liba.so", RTLD_NOW);
  say("handle: %s", yes(a != NULL));
  say("its who: %s", ((const char *(*)(void))found(a, "who"))());
}
