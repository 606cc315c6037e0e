#include "conform.h"
#include <link.h>
/* Natively there are libc.so.6 and the like, too. */
static int ours(const char *name) {
  name = base(name);
  return has(name, "lib") && name[4] == '.' && name[5] == 's' && !name[7];
}
static void walk(const char *when) {
  struct link_map *first = (struct link_map *)opened(NULL, RTLD_NOW), *last = first;
  say("%s: program first %s, its name '%s'", when, yes(!first->l_prev), first->l_name);
  for (struct link_map *map = first; map; map = map->l_next) {
    if (ours(map->l_name)) say("%s", base(map->l_name));
    if (map->l_next && map->l_next->l_prev != map) say("l_prev is wrong");
    last = map;
  }
  while (last->l_prev) last = last->l_prev;
  say("back at the first: %s", yes(last == first));
}
int main(void) {
  walk("nothing");
  opened("libf.so", RTLD_NOW);
  walk("f");
  opened("liba.so", RTLD_NOW);
  walk("f, a");
}
