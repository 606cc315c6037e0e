#include "conform.h"
#include <link.h>
static int show(struct dl_phdr_info *info, size_t size, void *data) {
  const char *name = base(info->dlpi_name);
  if (has(name, "lib") && name[4] == '.' && name[5] == 's' && !name[7]) say("%s", name);
  return 0;
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  opened("libd.so", RTLD_NOW);
  dl_iterate_phdr(show, NULL);
  say("closing: %d", dlclose(a));
  dl_iterate_phdr(show, NULL);
}
