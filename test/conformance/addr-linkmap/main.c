#include "conform.h"
#include <link.h>
static int in_program;
static struct link_map *map_of(void *address, const char *name) {
  Dl_info info;
  struct link_map *map = NULL;
  int result = dladdr1(address, &info, (void **)&map, RTLD_DL_LINKMAP);
  say("%d, %s, %s", result != 0, base(info.dli_fname), info.dli_sname);
  say("%s, the right name %s", base(map->l_name), yes(same(base(map->l_name), name)));
  return map;
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("f: %s", yes(map_of(found(a, "f"), "liba.so") == a));
  void *inner = ((void *(*)(void))found(a, "get"))();
  say("inner: %s", yes(map_of(inner, "liba.so") == a));
  say("g: %s", yes(map_of(found(a, "g"), "libb.so") ==
                   dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD)));
  struct link_map *program = map_of(&in_program, "");
  say("program: %s, first %s", yes(program == dlopen(NULL, RTLD_NOW)),
      yes(program->l_prev == NULL));
}
