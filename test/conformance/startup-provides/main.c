#include "conform.h"
extern int level;
int service(int);
int main(void) {
  void *h = opened("libopened.so", RTLD_NOW);
  say("%d", call(h, "work"));
  say("%d %d", level, service(0));
  say("not by its handle: %s", yes(!dlsym(h, "service")));
}
