#include "conform.h"
#include <link.h>
int main(void) {
  struct link_map *map = (struct link_map *)opened("liba.so", RTLD_NOW);
  say("l_name: %s", map->l_name[0] == '/' ? "a path" : map->l_name);
  Dl_info info;
  dladdr(found(map, "in_a"), &info);
  say("dli_fname: %s", info.dli_fname[0] == '/' ? "a path" : info.dli_fname);
}
