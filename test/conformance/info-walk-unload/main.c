#include "conform.h"
#include <link.h>
static int ours(const char *name) {
  name = base(name);
  return has(name, "lib") && name[4] == '.' && name[5] == 's' && !name[7];
}
static void walk(const char *when) {
  say("%s:", when);
  struct link_map *map = (struct link_map *)opened(NULL, RTLD_NOW), *before = NULL;
  for (; map; before = map, map = map->l_next) {
    if (ours(map->l_name)) say("%s", base(map->l_name));
    if (map->l_prev != before) say("l_prev is wrong");
  }
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  opened("libd.so", RTLD_NOW);
  walk("a, d");
  dlclose(a);
  walk("d");
  opened("libb.so", RTLD_NOW);
  walk("d, b");
  opened("liba.so", RTLD_NOW);
  walk("d, b, a");
}
