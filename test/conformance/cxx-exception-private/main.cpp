#include "conform.h"
#include "problem.h"
namespace {
struct own : problem {};
} // namespace
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  using function = void (*)();
  using taker = int (*)(function);
  function fail_a = (function)found(a, "fail"),
           fail_b = (function)found(b, "fail");
  taker attempt_a = (taker)found(a, "attempt"),
        attempt_b = (taker)found(b, "attempt");
  int aa = attempt_a(fail_a), ab = attempt_a(fail_b);
  int ba = attempt_b(fail_a), bb = attempt_b(fail_b);
  say("%d %d %d %d", aa, ab, ba, bb);
  try {
    fail_a();
  } catch (const own &) {
    say("own");
  } catch (const problem &e) {
    say("problem %d", e.code());
  }
}
