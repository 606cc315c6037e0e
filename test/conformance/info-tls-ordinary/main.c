#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *block = &a;
  size_t number = 99;
  int result = dlinfo(a, RTLD_DI_TLS_MODID, &number);
  say("%d, module %s", result, number ? "some" : "none");
  result = dlinfo(a, RTLD_DI_TLS_DATA, &block);
  say("%d, block %s", result, block ? "some" : "none");
}
