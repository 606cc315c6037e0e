#include "problem.h"
static void (*pass_a)(void (*)()), (*pass_b)(void (*)());
int main() {
  pass_a = (void (*)(void (*)()))found(opened("liba.so", RTLD_NOW), "pass");
  pass_b = (void (*)(void (*)()))found(opened("libb.so", RTLD_NOW), "pass");
  try {
    pass_a([] { pass_b([] { pass_a([] { throw problem(9); }); }); });
  } catch (problem &e) {
    say("program: %d", e.steps);
  }
  say("end");
}
