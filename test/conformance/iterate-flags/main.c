#include "conform.h"
#include <link.h>
static const char *name;
static int look(struct dl_phdr_info *info, size_t size, void *address) {
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[i];
    char *start = (char *)info->dlpi_addr + header->p_vaddr;
    if (header->p_type == PT_LOAD && (char *)address >= start &&
        (char *)address < start + header->p_memsz)
      say("%s: read %s, write %s", name, yes(header->p_flags & PF_R),
          yes(header->p_flags & PF_W));
  }
  return 0;
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  static const char *names[] = {"data", "zeros", "constant"};
  for (int i = 0; i < 3; i++) dl_iterate_phdr(look, found(a, name = names[i]));
}
