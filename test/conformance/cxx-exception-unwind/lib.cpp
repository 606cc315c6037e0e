#include "noisy.h"
extern "C" void through(void (*f)(int), int n) {
  noisy one(N, 1);
  {
    noisy two(N, 2);
    f(n);
  }
  noisy three(N, 3);
}
