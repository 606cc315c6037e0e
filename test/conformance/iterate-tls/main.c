#include "conform.h"
#include <link.h>
static int show(struct dl_phdr_info *info, size_t size, void *data) {
  const char *name = base(info->dlpi_name);
  int segments = 0;
  if (!same(name, "liba.so") && !same(name, "libb.so")) return 0;
  for (int i = 0; i < info->dlpi_phnum; i++)
    if (info->dlpi_phdr[i].p_type == PT_TLS) segments += 1 + (info->dlpi_phdr[i].p_memsz < 104);
  say("%s: segments %d, module %s, block %s", name, segments,
      yes(info->dlpi_tls_modid != 0), yes(info->dlpi_tls_data != NULL));
  if (info->dlpi_tls_data)
    say("in it: %s", yes((char *)data >= (char *)info->dlpi_tls_data &&
                         (char *)data < (char *)info->dlpi_tls_data + 200));
  return 0;
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  opened("libb.so", RTLD_NOW);
  dl_iterate_phdr(show, ((int *(*)(void))found(a, "get"))());
}
