#include "conform.h"
#include <link.h>
struct search { const char *address, *name; int count; };
static int look(struct dl_phdr_info *info, size_t size, void *data) {
  struct search *search = (struct search *)data;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[i];
    const char *start = (const char *)info->dlpi_addr + header->p_vaddr;
    if (header->p_type == PT_LOAD && search->address >= start &&
        search->address < start + header->p_memsz) {
      search->count++;
      search->name = base(info->dlpi_name);
    }
  }
  return 0;
}
static void show(const char *what, const void *address) {
  struct search search = {(const char *)address, "nothing", 0};
  dl_iterate_phdr(look, &search);
  say("%s: in %d, %s", what, search.count, search.name);
}
int main(void) {
  static const char *names[] = {"liba.so", "libb.so"};
  for (int i = 0; i < 2; i++) {
    void *handle = opened(names[i], RTLD_NOW);
    show("data", found(handle, "data"));
    show("in data", (char *)found(handle, "data") + 199);
    show("zeros", (char *)found(handle, "zeros") + 4999);
    show("inner", ((int *(*)(void))found(handle, "get"))());
    show("inner_zero", ((int *(*)(void))found(handle, "get_zero"))());
    show("constant", (char *)found(handle, "constant") + 79);
  }
}
