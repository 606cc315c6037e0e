#include "conform.h"
#include <link.h>
static int look(struct dl_phdr_info *info, size_t size, void *data) {
  int *wrong = (int *)data;
  if (size < sizeof *info) wrong[0]++;
  if (!info->dlpi_name || (info->dlpi_phnum && !info->dlpi_phdr)) wrong[1]++;
  wrong[2]++;
  return 0;
}
int main(void) {
  int wrong[3] = {0};
  opened("liba.so", RTLD_NOW);
  dl_iterate_phdr(look, wrong);
  say("wrong: %d %d, called: %s", wrong[0], wrong[1], yes(wrong[2] > 1));
}
