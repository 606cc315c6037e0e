#include "conform.h"
#include <link.h>
int main(void) {
  struct link_map *a = (struct link_map *)opened("liba.so", RTLD_NOW);
  struct link_map *b = (struct link_map *)opened("libb.so", RTLD_NOW);
  Dl_info info;
  dladdr(found(a, "number"), &info);
  say("a: %s", yes((void *)a->l_addr == info.dli_fbase));
  dladdr(found(b, "number"), &info);
  say("b: %s", yes((void *)b->l_addr == info.dli_fbase));
  say("apart: %s", yes(a->l_addr != b->l_addr));
}
