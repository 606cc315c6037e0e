#include "conform.h"
#include <link.h>
static int look(struct dl_phdr_info *info, size_t size, void *data) {
  if (!same(base(info->dlpi_name), "liba.so")) return 0;
  void *handle = dlopen(info->dlpi_name, RTLD_NOW | RTLD_NOLOAD);
  say("by its name: %s", yes(handle == data));
  dlclose(handle);
  say("another: %d", value(opened("libb.so", RTLD_NOW), "number"));
  return 3;
}
int main(void) {
  say("%d", dl_iterate_phdr(look, opened("liba.so", RTLD_NOW)));
}
