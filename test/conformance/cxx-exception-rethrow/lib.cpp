#include "problem.h"
extern "C" void pass(void (*f)()) {
  try {
    f();
  } catch (problem &e) {
    e.steps = e.steps * 10 + N;
    say("library %d: %d", N, e.steps);
    throw;
  }
}
