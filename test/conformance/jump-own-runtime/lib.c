#include <setjmp.h>
int guard(void (*f)(void *)) {
  jmp_buf place;
  int value = setjmp(place);
  if (value == 0)
    f(&place);
  return value;
}
void leave(void *place) { longjmp(*(jmp_buf *)place, 12); }
