#include "conform.h"
__attribute__((destructor)) static void end(void) {
  void *own = dlopen("liba.so", RTLD_NOW);
  say("opened: %s, %s", yes(own != NULL), error_with("liba.so"));
}
