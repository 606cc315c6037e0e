#include "conform.h"
int main(void) {
  void *first = opened("liba.so", RTLD_NOW);
  say("lazy: %s", yes(opened("liba.so", RTLD_LAZY) == first));
  say("global: %s", yes(opened("liba.so", RTLD_NOW | RTLD_GLOBAL) == first));
  say("alias: %s", yes(opened("other.so", RTLD_NOW) == first));
  say("path: %s", yes(opened("dir/third.so", RTLD_NOW) == first));
  say("with a directory: %s", yes(opened("./liba.so", RTLD_NOW) == first));
}
