#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("at_start %d, level %d", value(a, "at_start"), value(a, "level"));
}
