#define NAME a
#include "named.h"
int data = 1;
int leave(void *own) {
  data = 2;
  say("close: %d", dlclose(own));
  say("data: %d", *(volatile int *)&data);
  say("own handle: %s, %s", yes(dlsym(own, "data") != NULL), error());
  own = dlopen("liba.so", RTLD_NOW);
  say("opened: %s", yes(own != NULL));
  return 5;
}
