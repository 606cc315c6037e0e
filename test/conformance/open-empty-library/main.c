#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("in_b: %d", value(a, "in_b"));
  void *address = dlsym(a, "in_a");
  say("in_a: %s, %s", yes(address != NULL), error_with("in_a"));
  say("close: %d", dlclose(a));
}
