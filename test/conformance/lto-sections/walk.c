#include "entry.h"
int walk(void) {
  int total = 0;
  for (struct entry *e = __start_hooks; e < __stop_hooks; e++)
    total += 1000 * e->number++ + e->function(1);
  return total;
}
