#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  say("close: %d", dlclose(a));
  void *address = dlsym(RTLD_DEFAULT, "in_a");
  say("found: %s, %s", yes(address != NULL), error());
}
