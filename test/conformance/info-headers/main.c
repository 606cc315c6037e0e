#include "conform.h"
#include <link.h>
int main(void) {
  struct link_map *a = (struct link_map *)opened("liba.so", RTLD_NOW);
  const ElfW(Phdr) *headers = NULL;
  int count = dlinfo(a, RTLD_DI_PHDR, &headers), inside = 0;
  char *address = (char *)found(a, "in_a") + 100;
  for (int i = 0; i < count; i++) {
    char *start = (char *)a->l_addr + headers[i].p_vaddr;
    if (headers[i].p_type == PT_LOAD && address >= start &&
        address < start + headers[i].p_memsz)
      inside++;
  }
  say("some: %s, in_a is in %d", yes(count > 0), inside);
}
