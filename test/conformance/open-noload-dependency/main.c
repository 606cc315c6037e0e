#include "conform.h"
int main(void) {
  say("before: %s", yes(dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
  void *a = opened("liba.so", RTLD_NOW);
  void *b = dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD);
  say("after: %s, another: %s", yes(b != NULL), yes(a != b));
  say("its who: %s", ((const char *(*)(void))found(b, "who"))());
  say("opened: %s", yes(opened("libb.so", RTLD_NOW) == b));
}
