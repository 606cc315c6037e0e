#include "conform.h"
#include "problem.h"
extern "C" int attempt(void (*f)(int), int n) {
  try {
    f(n);
  } catch (const hard_problem &e) {
    say("hard: %s", e.text.c_str());
    return e.code();
  } catch (const problem &e) {
    say("problem: %s", e.text.c_str());
    return e.code();
  }
  return 0;
}
