#include "conform.h"
#include <link.h>
static void show(void *handle) {
  struct link_map *map = NULL;
  int result = dlinfo(handle, RTLD_DI_LINKMAP, &map);
  say("%d, %s, %s", result, base(map->l_name), yes((void *)map == handle));
}
int main(void) {
  show(opened("liba.so", RTLD_NOW));
  show(opened("other.so", RTLD_NOW));
  show(opened("dir/libb.so", RTLD_NOW));
  show(opened(NULL, RTLD_NOW));
}
