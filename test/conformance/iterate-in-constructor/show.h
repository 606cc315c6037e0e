#include "conform.h"
#include <link.h>
static int show(struct dl_phdr_info *info, size_t size, void *data) {
  const char *name = base(info->dlpi_name);
  if (has(name, "lib") && name[4] == '.' && name[5] == 's' && !name[7])
    say("%s: %s", (const char *)data, name);
  return 0;
}
