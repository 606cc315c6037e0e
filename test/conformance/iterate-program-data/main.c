#include "conform.h"
#include <link.h>
static int data = 1, zero, inside;
static int look(struct dl_phdr_info *info, size_t size, void *address) {
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[i];
    char *start = (char *)info->dlpi_addr + header->p_vaddr;
    if (header->p_type == PT_LOAD && (char *)address >= start &&
        (char *)address < start + header->p_memsz)
      inside++;
  }
  return 1;
}
int main(void) {
  opened("liba.so", RTLD_NOW);
  dl_iterate_phdr(look, &data);
  dl_iterate_phdr(look, &zero);
  say("%d", inside);
}
