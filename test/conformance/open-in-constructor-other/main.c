#include "conform.h"
int main(void) {
  opened("liba.so", RTLD_NOW);
  say("b loaded: %s", yes(dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
  say("c loaded: %s", yes(dlopen("libc2.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
}
