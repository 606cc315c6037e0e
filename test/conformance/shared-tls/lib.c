#include <stdint.h>

#define JOIN1(a, b) a##b
#define JOIN(a, b) JOIN1(a, b)
#define MY(name) JOIN(OWN, name)
#define NEXTS(name) JOIN(NEXT, name)

extern _Thread_local int p_tls, NEXTS(_tls);
_Thread_local int MY(_tls) = N;
_Thread_local int MY(_zero);
static _Thread_local struct { char text[5]; int *pointer; } own = {"own", 0};
_Alignas(32) static _Thread_local char aligned[40] = {N};

int MY(_work)(int by) {
  own.pointer = &MY(_zero);
  *own.pointer += by;
  NEXTS(_tls) += by;
  p_tls += N;
  return MY(_tls) * 1000 + MY(_zero) * 100 + own.text[0] + aligned[0] +
         ((uintptr_t)aligned % 32 != 0) * 100000;
}
int *MY(_address)(void) { return &MY(_tls); }
int *MY(_others)(void) { return &NEXTS(_tls); }
int *MY(_programs)(void) { return &p_tls; }
