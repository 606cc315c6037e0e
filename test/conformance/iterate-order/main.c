#include "conform.h"
#include <link.h>
/* Natively there are libc.so.6 and the like, too. */
static int ours(const char *name) {
  name = base(name);
  return has(name, "lib") && name[4] == '.' && name[5] == 's' && !name[7];
}
static int show(struct dl_phdr_info *info, size_t size, void *data) {
  if ((*(int *)data)++ == 0) say("first: '%s'", info->dlpi_name);
  if (ours(info->dlpi_name)) say("%s", base(info->dlpi_name));
  return 0;
}
static void walk(const char *when) {
  int calls = 0;
  say("%s:", when);
  say("result: %d", dl_iterate_phdr(show, &calls));
}
int main(void) {
  walk("nothing");
  opened("libf.so", RTLD_NOW);
  walk("f");
  opened("liba.so", RTLD_NOW);
  walk("f, a");
}
