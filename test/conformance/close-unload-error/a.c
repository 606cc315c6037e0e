#include "conform.h"
__attribute__((destructor)) static void end(void) {
  say("%s", yes(dlsym(RTLD_DEFAULT, "no_such_symbol") != NULL));
}
