#include "conform.h"
int main(void) {
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  void *b = opened("libb.so", RTLD_NOW);
  say("%d", call(b, "use"));
}
