#include <stdint.h>
static __thread char odd = 1;
__thread _Alignas(ALIGN) char aligned[3] = "ab";
static __thread char odder;
__thread _Alignas(ALIGN) int zeros[2];
int misplaced(void) {
  odder += odd;
  return (int)((uintptr_t)aligned % ALIGN + (uintptr_t)zeros % ALIGN);
}
