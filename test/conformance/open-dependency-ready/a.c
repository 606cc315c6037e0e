#include "conform.h"
extern int level;
extern int *where;
int next_level(void);
int at_start = -1;
__attribute__((constructor)) static void begin(void) {
  at_start = next_level();
  say("level %d, %d, same %s", level, *where, yes(where == &level));
  *where = 30;
}
