#include "conform.h"
#include <setjmp.h>
typedef void function(void *);
static void leave(void *place) { longjmp(*(jmp_buf *)place, 34); }
static int guard(function *f) {
  jmp_buf place;
  int value = setjmp(place);
  if (value == 0)
    f(&place);
  return value;
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  int (*guards[])(function *) = {guard, (int (*)(function *))found(a, "guard"),
                                 (int (*)(function *))found(b, "guard")};
  function *leaves[] = {leave, (function *)found(a, "leave"),
                        (function *)found(b, "leave")};
  for (int i = 0; i < 3; i++)
    say("%d %d %d", guards[i](leaves[0]), guards[i](leaves[1]),
        guards[i](leaves[2]));
}
