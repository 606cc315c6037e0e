#include "conform.h"
int work(int n) {
  void *next = dlsym(RTLD_NEXT, "work");
  say("work of %d, next: %s", n, yes(next != NULL));
  return n;
}
