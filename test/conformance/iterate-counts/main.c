#include "conform.h"
#include <link.h>
static unsigned long long adds, subs;
static int calls;
static int look(struct dl_phdr_info *info, size_t size, void *data) {
  if (calls++ && (info->dlpi_adds != adds || info->dlpi_subs != subs))
    say("not the same");
  adds = info->dlpi_adds;
  subs = info->dlpi_subs;
  return 0;
}
static void show(const char *what) {
  unsigned long long adds_before = adds, subs_before = subs;
  calls = 0;
  dl_iterate_phdr(look, NULL);
  say("%s: +%d -%d", what, (int)(adds - adds_before), (int)(subs - subs_before));
}
int main(void) {
  calls = 0;
  dl_iterate_phdr(look, NULL);
  void *a = opened("liba.so", RTLD_NOW);
  show("opened a");
  opened("libb.so", RTLD_NOW);
  show("opened b");
  dlclose(a);
  show("closed a");
  dlclose(opened("liba.so", RTLD_NOW));
  show("opened and closed a");
  dlopen("libnone.so", RTLD_NOW);
  show("not opened");
}
