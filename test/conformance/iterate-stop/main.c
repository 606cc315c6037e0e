#include "conform.h"
#include <link.h>
static int calls;
static int stop_at(struct dl_phdr_info *info, size_t size, void *data) {
  calls++;
  return same(base(info->dlpi_name), (const char *)data) ? -5 : 0;
}
static int behind;
static int stop_behind(struct dl_phdr_info *info, size_t size, void *data) {
  if (behind) return behind++;
  behind = same(base(info->dlpi_name), "liba.so");
  return 0;
}
int main(void) {
  opened("liba.so", RTLD_NOW);
  opened("libb.so", RTLD_NOW);
  say("at the program: %d", dl_iterate_phdr(stop_at, (void *)""));
  say("%d", calls);
  say("at b: %d", dl_iterate_phdr(stop_at, (void *)"libb.so"));
  say("nowhere: %d", dl_iterate_phdr(stop_at, (void *)"libnone.so"));
  say("behind a: %d", dl_iterate_phdr(stop_behind, NULL));
  say("%d", behind);
}
