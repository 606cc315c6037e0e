#include "conform.h"
long labs(long n) {
  static long (*next)(long);
  if (!next) next = (long (*)(long))dlsym(RTLD_NEXT, "labs");
  say("labs of %d, next: %s", (int)n, yes(next && next != labs));
  return next ? next(n) : 0;
}
