#include "conform.h"
static void show(const char *what, const void *address) {
  Dl_info info;
  int result = dladdr(address, &info);
  say("%s: %d, %s", what, result, error());
}
int main(void) {
  int local = 1;
  void *heap = malloc(1000), *large = malloc(1000000);
  opened("liba.so", RTLD_NOW);
  show("null", NULL);
  show("stack", &local);
  show("heap", heap);
  show("large", (char *)large + 500000);
  show("the last address", (void *)-1);
  show("near the last", (void *)-64);
}
