#include "conform.h"
#include <setjmp.h>
static jmp_buf place;
static int visit(int n) {
  if (n == 5)
    longjmp(place, n);
  return n;
}
int main(void) {
  void *h = opened("liba.so", RTLD_NOW);
  int (*walk)(int, int, int (*)(int)) =
      (int (*)(int, int, int (*)(int)))found(h, "walk");
  for (int to = 4; to < 8; to += 2) {
    int value = setjmp(place);
    if (value == 0)
      say("%d", walk(0, to, visit));
    else
      say("left at %d, %d unfinished", value, call(h, "unfinished"));
  }
}
