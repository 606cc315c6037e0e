#include "conform.h"
#include "lib.h"
static int half(int n) {
  if (n % 2)
    fail(n);
  return n / 2;
}
int main(void) {
  say("%d", attempt(half, 8));
  say("%d", attempt(half, 7));
  int code = setjmp(error_place);
  if (code == 0)
    half(5);
  say("%d", code);
}
