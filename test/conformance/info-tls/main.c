#include "conform.h"
#include <link.h>
static size_t number_of(const char *name) {
  void *handle = opened(name, RTLD_NOW);
  size_t number = 99;
  void *block = &number;
  int result = dlinfo(handle, RTLD_DI_TLS_MODID, &number);
  int *address = (int *)dlsym(handle, "get");
  if (address) address = ((int *(*)(void))(void *)address)();
  int also = dlinfo(handle, RTLD_DI_TLS_DATA, &block);
  say("%s: %d, module %s; %d, block %s", name, result, number ? "some" : "none", also,
      block ? "some" : "none");
  if (address)
    say("in it: %s", yes((char *)address >= (char *)block &&
                         (char *)address < (char *)block + 200));
  return number;
}
int main(void) {
  size_t a = number_of("liba.so"), b = number_of("libb.so");
  say("apart: %s", yes(a != b));
  number_of("libd.so");
}
