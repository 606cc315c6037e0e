#include <stddef.h>
#include <stdint.h>

int first = N;
_Alignas(ALIGN) char aligned[3] = {N, N + 1, N + 2};
static char odd[7] = "odd";
_Alignas(ALIGN) static int zeros[3000];
static char large[200000];
static const double reals[] = {N, 1.0 / N};
static const char *const words[] = {"first", "second", "third", "fourth"};
static char *inside[] = {&odd[2], &large[199999], aligned};
int last = N * 10;

int misplaced(void) {
  return (uintptr_t)aligned % ALIGN || (uintptr_t)zeros % ALIGN ||
         (uintptr_t)reals % _Alignof(double);
}
int sum(void) {
  int result = first + last + odd[1] + (int)(reals[1] * 60);
  for (size_t i = 0; i < sizeof aligned; i++) result += aligned[i];
  for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) result += zeros[i];
  for (size_t i = 0; i < sizeof large; i++) result += large[i];
  return result + *inside[0] + *inside[1] + *inside[2] + words[N][0];
}
void spoil(void) {
  for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) zeros[i] = i;
  for (size_t i = 0; i < sizeof large; i++) large[i] = 1;
  aligned[0] = odd[1] = 7;
  inside[0] = inside[2] = aligned + 1;
  first = last = -1;
}
