#include "conform.h"
int work(int n) {
  int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "work");
  say("wrapper %d of %d, next: %s", NUMBER, n, yes(next && next != work));
  return next(n + 1) * 10 + NUMBER;
}
