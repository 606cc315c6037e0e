#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  void *b = ((void *(*)(void))found(a, "open_b"))();
  say("handle: %s", yes(b != NULL));
  say("the same: %s", yes(opened("libb.so", RTLD_NOW) == b));
  say("who: %s", ((const char *(*)(void))found(b, "who"))());
}
